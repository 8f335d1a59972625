import type { Schema } from "../schema.js";
import { computed, optionalComputed, required, setBlocks, timeouts } from "../schema-builders.js";

/** `data.aws_subnets` as the provider's release 5.100 has it. */
export const subnetsSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      id: optionalComputed("string"),
      ids: computed(["list", "string"]),
      tags: optionalComputed(["map", "string"]),
    },
    blocks: {
      filter: setBlocks({ name: required("string"), values: required(["set", "string"]) }),
      timeouts: timeouts("read"),
    },
  },
};
