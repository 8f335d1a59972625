import type { Type } from "../../values/index.js";
import type { ReleaseHas } from "../release/provider-release.js";
import type { Schema } from "../schema.js";
import { computed, optionalComputed, required, setBlocks, timeouts } from "../schema-builders.js";

/** `data.aws_launch_template` as a release of the provider has it, without the `region` of 6.x. */
export const launchTemplateDataSchema = (has: ReleaseHas): Schema => ({
  version: 0,
  block: {
    attributes: {
      arn: computed("string"),
      block_device_mappings: computed([
        "list",
        [
          "object",
          {
            device_name: "string",
            ebs: [
              "list",
              [
                "object",
                {
                  delete_on_termination: "string",
                  encrypted: "string",
                  iops: "number",
                  kms_key_id: "string",
                  snapshot_id: "string",
                  throughput: "number",
                  volume_initialization_rate: "number",
                  volume_size: "number",
                  volume_type: "string",
                },
              ],
            ],
            no_device: "string",
            virtual_name: "string",
          },
        ],
      ]),
      capacity_reservation_specification: computed([
        "list",
        [
          "object",
          {
            capacity_reservation_preference: "string",
            capacity_reservation_target: [
              "list",
              [
                "object",
                { capacity_reservation_id: "string", capacity_reservation_resource_group_arn: "string" },
              ],
            ],
          },
        ],
      ]),
      cpu_options: computed([
        "list",
        [
          "object",
          {
            amd_sev_snp: "string",
            core_count: "number",
            ...(has("6.33") ? { nested_virtualization: "string" as const } : {}),
            threads_per_core: "number",
          },
        ],
      ]),
      credit_specification: computed(["list", ["object", { cpu_credits: "string" }]]),
      default_version: computed("number"),
      description: computed("string"),
      disable_api_stop: computed("bool"),
      disable_api_termination: computed("bool"),
      ebs_optimized: computed("string"),
      ...(has("6.0") ? {} : elasticAttributes),
      enclave_options: computed(["list", ["object", { enabled: "bool" }]]),
      hibernation_options: computed(["list", ["object", { configured: "bool" }]]),
      iam_instance_profile: computed(["list", ["object", { arn: "string", name: "string" }]]),
      id: optionalComputed("string"),
      image_id: computed("string"),
      instance_initiated_shutdown_behavior: computed("string"),
      instance_market_options: computed([
        "list",
        [
          "object",
          {
            market_type: "string",
            spot_options: [
              "list",
              [
                "object",
                {
                  block_duration_minutes: "number",
                  instance_interruption_behavior: "string",
                  max_price: "string",
                  spot_instance_type: "string",
                  valid_until: "string",
                },
              ],
            ],
          },
        ],
      ]),
      instance_requirements: computed([
        "list",
        [
          "object",
          {
            accelerator_count: ["list", ["object", { max: "number", min: "number" }]],
            accelerator_manufacturers: ["set", "string"],
            accelerator_names: ["set", "string"],
            accelerator_total_memory_mib: ["list", ["object", { max: "number", min: "number" }]],
            accelerator_types: ["set", "string"],
            allowed_instance_types: ["set", "string"],
            bare_metal: "string",
            baseline_ebs_bandwidth_mbps: ["list", ["object", { max: "number", min: "number" }]],
            burstable_performance: "string",
            cpu_manufacturers: ["set", "string"],
            excluded_instance_types: ["set", "string"],
            instance_generations: ["set", "string"],
            local_storage: "string",
            local_storage_types: ["set", "string"],
            max_spot_price_as_percentage_of_optimal_on_demand_price: "number",
            memory_gib_per_vcpu: ["list", ["object", { max: "number", min: "number" }]],
            memory_mib: ["list", ["object", { max: "number", min: "number" }]],
            network_bandwidth_gbps: ["list", ["object", { max: "number", min: "number" }]],
            network_interface_count: ["list", ["object", { max: "number", min: "number" }]],
            on_demand_max_price_percentage_over_lowest_price: "number",
            require_hibernate_support: "bool",
            spot_max_price_percentage_over_lowest_price: "number",
            total_local_storage_gb: ["list", ["object", { max: "number", min: "number" }]],
            vcpu_count: ["list", ["object", { max: "number", min: "number" }]],
          },
        ],
      ]),
      instance_type: computed("string"),
      kernel_id: computed("string"),
      key_name: computed("string"),
      latest_version: computed("number"),
      license_specification: computed(["list", ["object", { license_configuration_arn: "string" }]]),
      maintenance_options: computed(["list", ["object", { auto_recovery: "string" }]]),
      metadata_options: computed([
        "list",
        [
          "object",
          {
            http_endpoint: "string",
            http_protocol_ipv6: "string",
            http_put_response_hop_limit: "number",
            http_tokens: "string",
            instance_metadata_tags: "string",
          },
        ],
      ]),
      monitoring: computed(["list", ["object", { enabled: "bool" }]]),
      name: optionalComputed("string"),
      network_interfaces: computed([
        "list",
        [
          "object",
          {
            associate_carrier_ip_address: "string",
            associate_public_ip_address: "string",
            connection_tracking_specification: [
              "list",
              [
                "object",
                { tcp_established_timeout: "number", udp_stream_timeout: "number", udp_timeout: "number" },
              ],
            ],
            delete_on_termination: "string",
            description: "string",
            device_index: "number",
            interface_type: "string",
            ipv4_address_count: "number",
            ipv4_addresses: ["set", "string"],
            ipv4_prefix_count: "number",
            ipv4_prefixes: ["set", "string"],
            ipv6_address_count: "number",
            ipv6_addresses: ["set", "string"],
            ipv6_prefix_count: "number",
            ipv6_prefixes: ["set", "string"],
            network_card_index: "number",
            network_interface_id: "string",
            primary_ipv6: "string",
            private_ip_address: "string",
            security_groups: ["set", "string"],
            subnet_id: "string",
          },
        ],
      ]),
      ...(has("6.29")
        ? {
            network_performance_options: computed(["list", ["object", { bandwidth_weighting: "string" }]]),
          }
        : {}),
      placement: computed([
        "list",
        [
          "object",
          {
            affinity: "string",
            availability_zone: "string",
            ...(has("6.12") ? { group_id: "string" as const } : {}),
            group_name: "string",
            host_id: "string",
            host_resource_group_arn: "string",
            partition_number: "number",
            spread_domain: "string",
            tenancy: "string",
          },
        ],
      ]),
      private_dns_name_options: computed([
        "list",
        [
          "object",
          {
            enable_resource_name_dns_a_record: "bool",
            enable_resource_name_dns_aaaa_record: "bool",
            hostname_type: "string",
          },
        ],
      ]),
      ram_disk_id: computed("string"),
      ...(has("6.33") ? { secondary_interfaces: computed(secondaryInterfaces) } : {}),
      security_group_names: computed(["set", "string"]),
      tag_specifications: computed([
        "list",
        ["object", { resource_type: "string", tags: ["map", "string"] }],
      ]),
      tags: optionalComputed(["map", "string"]),
      user_data: computed("string"),
      vpc_security_group_ids: computed(["set", "string"]),
    },
    blocks: {
      filter: setBlocks({ name: required("string"), values: required(["set", "string"]) }),
      timeouts: timeouts("read"),
    },
  },
});

const elasticAttributes = {
  elastic_gpu_specifications: computed(["list", ["object", { type: "string" }]], { deprecated: true }),
  elastic_inference_accelerator: computed(["list", ["object", { type: "string" }]], { deprecated: true }),
};

const secondaryInterfaces: Type = [
  "list",
  [
    "object",
    {
      delete_on_termination: "bool",
      device_index: "number",
      interface_type: "string",
      network_card_index: "number",
      private_ip_address_count: "number",
      private_ip_addresses: ["set", "string"],
      secondary_subnet_id: "string",
    },
  ],
];
