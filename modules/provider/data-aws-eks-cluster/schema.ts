import type { ReleaseHas } from "../release/provider-release.js";
import type { Schema } from "../schema.js";
import { computed, optionalComputed, required } from "../schema-builders.js";
import { clusterName } from "../validators.js";

/** `data.aws_eks_cluster` as a release of the provider has it, without the `region` of 6.x. */
export const eksClusterDataSchema = (has: ReleaseHas): Schema => ({
  version: 0,
  block: {
    attributes: {
      access_config: computed([
        "list",
        ["object", { authentication_mode: "string", bootstrap_cluster_creator_admin_permissions: "bool" }],
      ]),
      arn: computed("string"),
      certificate_authority: computed(["list", ["object", { data: "string" }]]),
      cluster_id: computed("string"),
      compute_config: computed([
        "list",
        ["object", { enabled: "bool", node_pools: ["set", "string"], node_role_arn: "string" }],
      ]),
      ...(has("6.23")
        ? { control_plane_scaling_config: computed(["list", ["object", { tier: "string" }]]) }
        : {}),
      created_at: computed("string"),
      ...(has("6.10") ? { deletion_protection: computed("bool") } : {}),
      enabled_cluster_log_types: computed(["set", "string"]),
      endpoint: computed("string"),
      id: optionalComputed("string"),
      identity: computed(["list", ["object", { oidc: ["list", ["object", { issuer: "string" }]] }]]),
      kubernetes_network_config: computed([
        "list",
        [
          "object",
          {
            elastic_load_balancing: ["list", ["object", { enabled: "bool" }]],
            ip_family: "string",
            service_ipv4_cidr: "string",
            service_ipv6_cidr: "string",
          },
        ],
      ]),
      name: required("string", { validate: clusterName }),
      outpost_config: computed([
        "list",
        [
          "object",
          {
            control_plane_instance_type: "string",
            control_plane_placement: ["list", ["object", { group_name: "string" }]],
            outpost_arns: ["set", "string"],
          },
        ],
      ]),
      platform_version: computed("string"),
      remote_network_config: computed([
        "list",
        [
          "object",
          {
            remote_node_networks: ["list", ["object", { cidrs: ["set", "string"] }]],
            remote_pod_networks: ["list", ["object", { cidrs: ["set", "string"] }]],
          },
        ],
      ]),
      role_arn: computed("string"),
      status: computed("string"),
      storage_config: computed([
        "list",
        ["object", { block_storage: ["list", ["object", { enabled: "bool" }]] }],
      ]),
      tags: optionalComputed(["map", "string"]),
      upgrade_policy: computed(["list", ["object", { support_type: "string" }]]),
      version: computed("string"),
      vpc_config: computed([
        "list",
        [
          "object",
          {
            cluster_security_group_id: "string",
            endpoint_private_access: "bool",
            endpoint_public_access: "bool",
            public_access_cidrs: ["set", "string"],
            security_group_ids: ["set", "string"],
            subnet_ids: ["set", "string"],
            vpc_id: "string",
          },
        ],
      ]),
      zonal_shift_config: computed(["list", ["object", { enabled: "bool" }]]),
    },
    blocks: {},
  },
});
