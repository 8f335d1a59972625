import type { Schema } from "../schema.js";
import { computed, optional, optionalComputed, required, setBlocks, timeouts } from "../schema-builders.js";
import { oneOf } from "../validators.js";

/** `data.aws_availability_zones` as the provider's release 5.100 has it. */
export const availabilityZonesSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      all_availability_zones: optional("bool"),
      exclude_names: optional(["set", "string"]),
      exclude_zone_ids: optional(["set", "string"]),
      group_names: computed(["set", "string"]),
      id: optionalComputed("string"),
      names: computed(["list", "string"]),
      state: optional("string", {
        validate: oneOf("available", "information", "impaired", "unavailable", "constrained"),
      }),
      zone_ids: computed(["list", "string"]),
    },
    blocks: {
      filter: setBlocks({ name: required("string"), values: required(["set", "string"]) }),
      timeouts: timeouts("read"),
    },
  },
};
