import type { Schema } from "../schema.js";
import { computed, optionalComputed } from "../schema-builders.js";

/** `data.aws_partition` as the provider's release 5.100 has it. */
export const partitionSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      dns_suffix: computed("string"),
      id: optionalComputed("string"),
      partition: computed("string"),
      reverse_dns_prefix: computed("string"),
    },
    blocks: {},
    framework: true,
  },
};
