import type { Schema } from "../schema.js";
import { computed, optional, optionalComputed, required } from "../schema-builders.js";

/** `data.aws_ssm_parameter` as the provider's release 5.100 has it. */
export const ssmParameterSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      arn: computed("string"),
      id: optionalComputed("string"),
      insecure_value: computed("string"),
      name: required("string"),
      type: computed("string"),
      value: computed("string", { sensitive: true }),
      version: computed("number"),
      with_decryption: optional("bool", { default: true }),
    },
    blocks: {},
  },
};
