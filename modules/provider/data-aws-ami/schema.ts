import type { ReleaseHas } from "../release/provider-release.js";
import type { Schema } from "../schema.js";
import { computed, optional, optionalComputed, required, setBlocks, timeouts } from "../schema-builders.js";
import { notEmpty, regularExpression } from "../validators.js";

/** `data.aws_ami` as a release of the provider has it, without the `region` of 6.x. */
export const amiSchema = (has: ReleaseHas): Schema => ({
  version: 0,
  block: {
    attributes: {
      ...(has("6.0") ? { allow_unsafe_filter: optional("bool", { default: false }) } : {}),
      architecture: computed("string"),
      arn: computed("string"),
      block_device_mappings: computed([
        "set",
        [
          "object",
          { device_name: "string", ebs: ["map", "string"], no_device: "string", virtual_name: "string" },
        ],
      ]),
      boot_mode: computed("string"),
      creation_date: computed("string"),
      deprecation_time: computed("string"),
      description: computed("string"),
      ena_support: computed("bool"),
      executable_users: optional(["list", "string"]),
      hypervisor: computed("string"),
      id: optionalComputed("string"),
      image_id: computed("string"),
      image_location: computed("string"),
      image_owner_alias: computed("string"),
      image_type: computed("string"),
      imds_support: computed("string"),
      include_deprecated: optional("bool", { default: false }),
      kernel_id: computed("string"),
      last_launched_time: computed("string"),
      most_recent: optional("bool", { default: false }),
      name: computed("string"),
      name_regex: optional("string", { validate: regularExpression }),
      owner_id: computed("string"),
      owners: optional(["list", "string"], { minItems: 1, validate: notEmpty }),
      platform: computed("string"),
      platform_details: computed("string"),
      product_codes: computed([
        "set",
        ["object", { product_code_id: "string", product_code_type: "string" }],
      ]),
      public: computed("bool"),
      ramdisk_id: computed("string"),
      root_device_name: computed("string"),
      root_device_type: computed("string"),
      root_snapshot_id: computed("string"),
      sriov_net_support: computed("string"),
      state: computed("string"),
      state_reason: computed(["map", "string"]),
      tags: optionalComputed(["map", "string"]),
      tpm_support: computed("string"),
      uefi_data: optional("string"),
      usage_operation: computed("string"),
      virtualization_type: computed("string"),
    },
    blocks: {
      filter: setBlocks({ name: required("string"), values: required(["set", "string"]) }),
      timeouts: timeouts("read"),
    },
  },
});
