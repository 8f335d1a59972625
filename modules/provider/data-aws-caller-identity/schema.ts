import type { Schema } from "../schema.js";
import { computed, optionalComputed } from "../schema-builders.js";

/** `data.aws_caller_identity` as the provider's release 5.100 has it. */
export const callerIdentitySchema: Schema = {
  version: 0,
  block: {
    attributes: {
      account_id: computed("string"),
      arn: computed("string"),
      id: optionalComputed("string"),
      user_id: computed("string"),
    },
    blocks: {},
    framework: true,
  },
};
