import { launchTemplateName } from "../launch-template-name.js";
import type { ReleaseHas } from "../release/provider-release.js";
import type { Schema } from "../schema.js";
import {
  block,
  computed,
  optional,
  optionalComputed,
  required,
  setBlocks,
  timeouts,
} from "../schema-builders.js";
import {
  clusterName,
  enumOf,
  integerAtLeast,
  integerBetween,
  lengthBetween,
  matches,
  notEmpty,
} from "../validators.js";
import { nodeRepairConfig } from "./node-repair-config.js";

/** The 19 AMI types that the provider's release 5.100 accepts. */
const AMI_TYPES = [
  "AL2_x86_64",
  "AL2_x86_64_GPU",
  "AL2_ARM_64",
  "CUSTOM",
  "BOTTLEROCKET_ARM_64",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64_FIPS",
  "BOTTLEROCKET_x86_64_FIPS",
  "BOTTLEROCKET_ARM_64_NVIDIA",
  "BOTTLEROCKET_x86_64_NVIDIA",
  "WINDOWS_CORE_2019_x86_64",
  "WINDOWS_FULL_2019_x86_64",
  "WINDOWS_CORE_2022_x86_64",
  "WINDOWS_FULL_2022_x86_64",
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NEURON",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
];

/** What later releases accept as well: whatever EKS knows, since each release has the SDK of its day. */
const LATER_AMI_TYPES = [
  "WINDOWS_CORE_2025_x86_64",
  "WINDOWS_FULL_2025_x86_64",
  "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
  "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
];

/** `aws_eks_node_group` as a release of the provider has it, without the `region` of 6.x. */
export const nodeGroupSchema = (has: ReleaseHas): Schema => ({
  version: 0,
  block: {
    attributes: {
      ami_type: optionalComputed("string", {
        forceNew: true,
        validate: enumOf(...AMI_TYPES, ...(has("6.0") ? LATER_AMI_TYPES : [])),
      }),
      arn: computed("string"),
      capacity_type: optionalComputed("string", {
        forceNew: true,
        validate: enumOf("ON_DEMAND", "SPOT", "CAPACITY_BLOCK"),
      }),
      cluster_name: required("string", {
        forceNew: true,
        validate: clusterName,
      }),
      disk_size: optionalComputed("number", { forceNew: true }),
      force_update_version: optional("bool"),
      id: optionalComputed("string"),
      instance_types: optionalComputed(["list", "string"], { forceNew: true }),
      labels: optional(["map", "string"]),
      node_group_name: optionalComputed("string", {
        forceNew: true,
        conflictsWith: ["node_group_name_prefix"],
        validate: lengthBetween(0, 63),
      }),
      node_group_name_prefix: optionalComputed("string", {
        forceNew: true,
        conflictsWith: ["node_group_name"],
        validate: lengthBetween(0, 37),
      }),
      node_role_arn: required("string", {
        forceNew: true,
        validate: notEmpty,
      }),
      release_version: optionalComputed("string"),
      resources: computed([
        "list",
        [
          "object",
          {
            autoscaling_groups: ["list", ["object", { name: "string" }]],
            remote_access_security_group_id: "string",
          },
        ],
      ]),
      status: computed("string"),
      subnet_ids: required(["set", "string"], { forceNew: true, minItems: 1 }),
      tags: optional(["map", "string"]),
      tags_all: optionalComputed(["map", "string"]),
      version: optionalComputed("string"),
    },
    blocks: {
      launch_template: block({
        id: optionalComputed("string", {
          forceNew: true,
          conflictsWith: ["launch_template.0.name"],
          validate: matches(
            /^lt-[0-9a-z]+$/,
            (path, value) =>
              `"${path}" must begin with 'lt-' and be comprised of only alphanumeric characters: ${value}`,
          ),
        }),
        name: optionalComputed("string", {
          forceNew: true,
          conflictsWith: ["launch_template.0.id"],
          validate: launchTemplateName(125),
        }),
        version: required("string", { validate: lengthBetween(1, 255) }),
      }),
      node_repair_config: nodeRepairConfig(has),
      remote_access: block(
        {
          ec2_ssh_key: optional("string", { forceNew: true }),
          source_security_group_ids: optional(["set", "string"], { forceNew: true }),
        },
        {},
        { forceNew: true },
      ),
      scaling_config: block(
        {
          desired_size: required("number", { validate: integerAtLeast(0) }),
          max_size: required("number", { validate: integerAtLeast(1) }),
          min_size: required("number", { validate: integerAtLeast(0) }),
        },
        {},
        { minItems: 1 },
      ),
      taint: setBlocks(
        {
          effect: required("string", { validate: enumOf("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE") }),
          key: required("string", { validate: lengthBetween(1, 63) }),
          value: optional("string", { validate: lengthBetween(0, 63) }),
        },
        { maxItems: 50 },
      ),
      timeouts: timeouts("create", "delete", "update"),
      update_config: block(
        {
          max_unavailable: optional("number", {
            exactlyOneOf: ["update_config.0.max_unavailable", "update_config.0.max_unavailable_percentage"],
            validate: integerBetween(1, 100),
          }),
          max_unavailable_percentage: optional("number", {
            exactlyOneOf: ["update_config.0.max_unavailable", "update_config.0.max_unavailable_percentage"],
            validate: integerBetween(1, 100),
          }),
          ...(has("6.26")
            ? { update_strategy: optional("string", { validate: enumOf("DEFAULT", "MINIMAL") }) }
            : {}),
        },
        {},
        { optional: true, computed: true },
      ),
    },
  },
});
