import type { Schema } from "../schema.js";
import { computed, optionalComputed } from "../schema-builders.js";

/** `data.aws_region` as the provider's release 5.100 has it. */
export const regionSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      description: computed("string"),
      endpoint: optionalComputed("string"),
      id: optionalComputed("string"),
      name: optionalComputed("string"),
    },
    blocks: {},
  },
};
