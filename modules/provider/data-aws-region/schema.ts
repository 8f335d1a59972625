import type { ReleaseHas } from "../release/provider-release.js";
import type { Schema } from "../schema.js";
import { computed, optionalComputed } from "../schema-builders.js";

/** `data.aws_region` as a release of the provider has it; the `region` of 6.x is its own argument here. */
export const regionSchema = (has: ReleaseHas): Schema => ({
  version: 0,
  block: {
    attributes: {
      description: computed("string"),
      endpoint: optionalComputed("string"),
      id: optionalComputed("string"),
      name: optionalComputed("string", has("6.0") ? { deprecated: true } : {}),
      ...(has("6.0") ? { region: optionalComputed("string") } : {}),
    },
    blocks: {},
    framework: true,
  },
});
