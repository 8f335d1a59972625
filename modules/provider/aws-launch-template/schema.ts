import { launchTemplateName } from "../launch-template-name.js";
import type { ReleaseHas } from "../release/provider-release.js";
import { rfc3339 } from "../rfc-3339.js";
import type { NestedBlockSchema, Schema } from "../schema.js";
import {
  block,
  blocks,
  computed,
  optional,
  optionalComputed,
  required,
  setBlocks,
} from "../schema-builders.js";
import {
  arn,
  divisibleBy,
  enumOf,
  integerAtLeast,
  integerBetween,
  kmsKey,
  lengthBetween,
  oneOf,
} from "../validators.js";
import { instanceRequirements } from "./instance-requirements.js";
import { networkInterfaces, optionalNullableBoolean, secondaryInterfaces } from "./network-interfaces.js";
import { TAGGABLE_RESOURCE_TYPES } from "./taggable-resource-types.js";

const elasticBlocks = {
  elastic_gpu_specifications: blocks({ type: required("string") }, {}, { deprecated: true }),
  elastic_inference_accelerator: block({ type: required("string") }, {}, { deprecated: true }),
};

const networkPerformanceOptions = block({
  bandwidth_weighting: optional("string", { validate: enumOf("default", "vpc-1", "ebs-1") }),
});

const blockDeviceMappings = (has: ReleaseHas): NestedBlockSchema =>
  blocks(
    {
      device_name: optional("string"),
      no_device: optional("string"),
      virtual_name: optional("string"),
    },
    {
      ebs: block({
        delete_on_termination: optionalNullableBoolean,
        encrypted: optionalNullableBoolean,
        iops: optionalComputed("number"),
        kms_key_id: optional("string", { validate: has("6.16") ? kmsKey : arn }),
        snapshot_id: optional("string"),
        throughput: optionalComputed("number", { validate: integerBetween(125, has("6.17") ? 2000 : 1000) }),
        volume_initialization_rate: optionalComputed("number", { validate: integerBetween(100, 300) }),
        volume_size: optionalComputed("number"),
        volume_type: optionalComputed("string", {
          validate: enumOf("standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"),
        }),
      }),
    },
  );

const capacityReservationTarget = "capacity_reservation_specification.0.capacity_reservation_target.0";

const instanceMarketOptions = block(
  { market_type: optional("string", { validate: enumOf("spot", "capacity-block") }) },
  {
    spot_options: block({
      block_duration_minutes: optional("number", { validate: divisibleBy(60) }),
      instance_interruption_behavior: optional("string", {
        validate: enumOf("hibernate", "stop", "terminate"),
      }),
      max_price: optional("string"),
      spot_instance_type: optional("string", { validate: enumOf("one-time", "persistent") }),
      valid_until: optionalComputed("string", { validate: rfc3339 }),
    }),
  },
);

const metadataOptions = block(
  {
    http_endpoint: optionalComputed("string", { validate: enumOf("disabled", "enabled") }),
    http_protocol_ipv6: optionalComputed("string", { validate: enumOf("disabled", "enabled") }),
    http_put_response_hop_limit: optionalComputed("number", { validate: integerBetween(1, 64) }),
    http_tokens: optionalComputed("string", { validate: enumOf("optional", "required") }),
    instance_metadata_tags: optionalComputed("string", { validate: enumOf("disabled", "enabled") }),
  },
  {},
  { optional: true, computed: true },
);

/**
 * `aws_launch_template` as a release of the provider has it, without the `region` of 6.x. With 6.0 the elastic
 * blocks went away, which made its state's version 1.
 */
export const launchTemplateSchema = (has: ReleaseHas): Schema => ({
  version: has("6.0") ? 1 : 0,
  block: {
    attributes: {
      arn: computed("string"),
      default_version: optionalComputed("number", {
        conflictsWith: ["update_default_version"],
        validate: integerAtLeast(1),
      }),
      description: optional("string", { validate: lengthBetween(0, 255) }),
      disable_api_stop: optional("bool"),
      disable_api_termination: optional("bool"),
      ebs_optimized: optionalNullableBoolean,
      id: optionalComputed("string"),
      image_id: optional("string"),
      instance_initiated_shutdown_behavior: optional("string", { validate: enumOf("stop", "terminate") }),
      instance_type: optional("string", { conflictsWith: ["instance_requirements"] }),
      kernel_id: optional("string"),
      key_name: optional("string"),
      latest_version: computed("number"),
      name: optionalComputed("string", {
        forceNew: true,
        conflictsWith: ["name_prefix"],
        validate: launchTemplateName(125),
      }),
      name_prefix: optionalComputed("string", {
        forceNew: true,
        conflictsWith: ["name"],
        validate: launchTemplateName(99),
      }),
      ram_disk_id: optional("string"),
      security_group_names: optional(["set", "string"], { conflictsWith: ["vpc_security_group_ids"] }),
      tags: optional(["map", "string"]),
      tags_all: optionalComputed(["map", "string"]),
      update_default_version: optional("bool", { conflictsWith: ["default_version"] }),
      user_data: optional("string"),
      vpc_security_group_ids: optional(["set", "string"], { conflictsWith: ["security_group_names"] }),
    },
    blocks: {
      block_device_mappings: blockDeviceMappings(has),
      capacity_reservation_specification: block(
        {
          capacity_reservation_preference: optional("string", {
            validate: enumOf("capacity-reservations-only", "open", "none"),
          }),
        },
        {
          capacity_reservation_target: block({
            capacity_reservation_id: optional("string", {
              conflictsWith: [`${capacityReservationTarget}.capacity_reservation_resource_group_arn`],
            }),
            capacity_reservation_resource_group_arn: optional("string", {
              conflictsWith: [`${capacityReservationTarget}.capacity_reservation_id`],
              validate: arn,
            }),
          }),
        },
      ),
      cpu_options: block({
        amd_sev_snp: optional("string", { validate: enumOf("enabled", "disabled") }),
        core_count: optional("number"),
        ...(has("6.33")
          ? { nested_virtualization: optional("string", { validate: enumOf("enabled", "disabled") }) }
          : {}),
        threads_per_core: optional("number"),
      }),
      credit_specification: block({
        cpu_credits: optional("string", { validate: oneOf("standard", "unlimited") }),
      }),
      ...(has("6.0") ? {} : elasticBlocks),
      enclave_options: block({ enabled: optional("bool") }),
      hibernation_options: block({ configured: required("bool") }),
      iam_instance_profile: block({
        arn: optional("string", { conflictsWith: ["iam_instance_profile.0.name"], validate: arn }),
        name: optional("string"),
      }),
      instance_market_options: instanceMarketOptions,
      instance_requirements: instanceRequirements,
      license_specification: setBlocks({ license_configuration_arn: required("string", { validate: arn }) }),
      maintenance_options: block({
        auto_recovery: optional("string", { validate: enumOf("default", "disabled") }),
      }),
      metadata_options: metadataOptions,
      monitoring: block({ enabled: optional("bool") }),
      network_interfaces: networkInterfaces,
      ...(has("6.29") ? { network_performance_options: networkPerformanceOptions } : {}),
      placement: block({
        affinity: optional("string"),
        availability_zone: optional("string"),
        ...(has("6.12")
          ? {
              group_id: optional("string", { conflictsWith: ["placement.0.group_name"] }),
              group_name: optional("string", { conflictsWith: ["placement.0.group_id"] }),
            }
          : { group_name: optional("string") }),
        host_id: optional("string"),
        host_resource_group_arn: optional("string", {
          conflictsWith: ["placement.0.host_id"],
          validate: arn,
        }),
        partition_number: optional("number"),
        spread_domain: optional("string"),
        tenancy: optional("string", { validate: enumOf("default", "dedicated", "host") }),
      }),
      private_dns_name_options: block({
        enable_resource_name_dns_a_record: optional("bool"),
        enable_resource_name_dns_aaaa_record: optional("bool"),
        hostname_type: optional("string", { validate: enumOf("ip-name", "resource-name") }),
      }),
      ...(has("6.33") ? { secondary_interfaces: secondaryInterfaces } : {}),
      tag_specifications: blocks({
        // Later releases take what EC2 knew in their day, which is more.
        resource_type: optional("string", has("6.0") ? {} : { validate: enumOf(...TAGGABLE_RESOURCE_TYPES) }),
        tags: optional(["map", "string"]),
      }),
    },
  },
});
