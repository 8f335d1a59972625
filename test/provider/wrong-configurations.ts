/** A resource or data source with something wrong; what Terraform says of it is recorded beside it. */
export interface WrongConfiguration {
  readonly type: "aws_eks_node_group" | "aws_launch_template" | `data.aws_${string}`;
  readonly config: { readonly [name: string]: unknown };
}

const long = (length: number): string => "x".repeat(length);

const group = {
  cluster_name: "demo",
  node_group_name: "web",
  node_role_arn: "arn:aws:iam::123456789012:role/node",
  subnet_ids: ["subnet-1"],
  scaling_config: { desired_size: 1, max_size: 2, min_size: 1 },
};

function nodeGroup(over: WrongConfiguration["config"], without: readonly string[] = []): WrongConfiguration {
  const kept = Object.fromEntries(Object.entries(group).filter(([name]) => !without.includes(name)));
  return { type: "aws_eks_node_group", config: { ...kept, ...over } };
}

const template = (config: WrongConfiguration["config"]): WrongConfiguration => ({
  type: "aws_launch_template",
  config,
});

const data = (type: string, config: WrongConfiguration["config"]): WrongConfiguration => ({
  type: `data.aws_${type}`,
  config,
});

const ebs = (over: object) => template({ block_device_mappings: [{ device_name: "/dev/xvda", ebs: over }] });
const requirements = (over: object) =>
  template({
    instance_requirements: { memory_mib: { min: 1024 }, vcpu_count: { min: 1 }, ...over },
  });
const spot = (over: object) =>
  template({ instance_market_options: { market_type: "spot", spot_options: over } });
const networkInterface = (over: object) => template({ network_interfaces: [over] });

/** By the name of the resource. */
export const wrongConfigurations: { readonly [name: string]: WrongConfiguration } = {
  // Lengths and forms of names.
  ng_cluster_empty: nodeGroup({ cluster_name: "" }),
  ng_cluster_long: nodeGroup({ cluster_name: long(101) }),
  ng_cluster_form: nodeGroup({ cluster_name: "-demo" }),
  ng_cluster_letters: nodeGroup({ cluster_name: "de mo" }),
  ng_name_long: nodeGroup({ node_group_name: long(64) }),
  ng_name_bytes: nodeGroup({ node_group_name: "ü".repeat(40) }),
  ng_prefix_long: nodeGroup({ node_group_name_prefix: long(38) }, ["node_group_name"]),
  ng_name_and_prefix: nodeGroup({ node_group_name_prefix: "web-" }),
  ng_role_empty: nodeGroup({ node_role_arn: "" }),
  // Enumerations.
  ng_ami_type: nodeGroup({ ami_type: "AL2024" }),
  ng_ami_type_empty: nodeGroup({ ami_type: "" }),
  ng_capacity_type: nodeGroup({ capacity_type: "spot" }),
  // Numbers of elements.
  ng_no_subnets: nodeGroup({ subnet_ids: [] }),
  ng_two_scaling: nodeGroup({ scaling_config: [group.scaling_config, group.scaling_config] }),
  ng_no_scaling: nodeGroup({}, ["scaling_config"]),
  ng_two_templates: nodeGroup({
    launch_template: [
      { id: "lt-1", version: "1" },
      { id: "lt-2", version: "1" },
    ],
  }),
  ng_taints_51: nodeGroup({
    taint: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, effect: "NO_SCHEDULE" })),
  }),
  // Missing and unknown.
  ng_missing: nodeGroup({}, ["cluster_name", "node_role_arn", "subnet_ids"]),
  ng_scaling_missing: nodeGroup({ scaling_config: { max_size: 2 } }),
  ng_unknown_attribute: nodeGroup({ instance_type: "m5.large" }),
  ng_unknown_far: nodeGroup({ frobnicate: true }),
  ng_unknown_in_block: nodeGroup({ scaling_config: { ...group.scaling_config, desired: 1 } }),
  ng_unknown_block: nodeGroup({ scaling: { min: 1 } }),
  ng_computed_only: nodeGroup({ arn: "arn:aws:eks:us-east-1:123456789012:nodegroup/a/b/c" }),
  ng_computed_status: nodeGroup({ status: "ACTIVE" }),
  ng_attribute_as_block: nodeGroup({ labels: [{ a: "b" }] }),
  ng_block_as_text: nodeGroup({ scaling_config: "3" }),
  // Types.
  ng_desired_text: nodeGroup({ scaling_config: { ...group.scaling_config, desired_size: "two" } }),
  ng_desired_fraction: nodeGroup({ scaling_config: { ...group.scaling_config, desired_size: 1.5 } }),
  ng_subnets_text: nodeGroup({ subnet_ids: "subnet-1" }),
  ng_subnets_nested: nodeGroup({ subnet_ids: [["subnet-1"]] }),
  ng_labels_list: nodeGroup({ labels: ["a"] }),
  ng_labels_nested: nodeGroup({ labels: { a: { b: "c" } } }),
  ng_force_text: nodeGroup({ force_update_version: "yes" }),
  ng_disk_text: nodeGroup({ disk_size: "20GB" }),
  ng_types_map: nodeGroup({ instance_types: { a: "m5.large" } }),
  ng_null_required: nodeGroup({ cluster_name: null }),
  // Ranges.
  ng_sizes_low: nodeGroup({ scaling_config: { desired_size: -1, max_size: 0, min_size: -2 } }),
  ng_max_unavailable_zero: nodeGroup({ update_config: { max_unavailable: 0 } }),
  ng_max_unavailable_many: nodeGroup({ update_config: { max_unavailable: 101 } }),
  ng_percentage_many: nodeGroup({ update_config: { max_unavailable_percentage: 101 } }),
  // Exclusive arguments.
  ng_update_neither: nodeGroup({ update_config: {} }),
  ng_update_both: nodeGroup({ update_config: { max_unavailable: 1, max_unavailable_percentage: 10 } }),
  ng_template_both: nodeGroup({ launch_template: { id: "lt-1", name: "web", version: "1" } }),
  ng_template_id: nodeGroup({ launch_template: { id: "web", version: "1" } }),
  ng_template_id_letters: nodeGroup({ launch_template: { id: "lt-ABC", version: "1" } }),
  ng_template_name: nodeGroup({ launch_template: { name: "a b", version: "1" } }),
  ng_template_name_short: nodeGroup({ launch_template: { name: "ab", version: "1" } }),
  ng_template_version: nodeGroup({ launch_template: { id: "lt-1", version: "" } }),
  ng_template_no_version: nodeGroup({ launch_template: { id: "lt-1" } }),
  ng_template_version_number: nodeGroup({ launch_template: { id: "lt-1", version: [1] } }),
  // Taints, repair, access, timeouts.
  ng_taint_effect: nodeGroup({ taint: [{ key: "a", value: "b", effect: "NoSchedule" }] }),
  ng_taint_key: nodeGroup({ taint: [{ key: "", effect: "NO_EXECUTE" }] }),
  ng_taint_long: nodeGroup({ taint: [{ key: long(64), value: long(64), effect: "NO_EXECUTE" }] }),
  ng_taint_missing: nodeGroup({ taint: [{ value: "b" }] }),
  ng_repair_text: nodeGroup({ node_repair_config: { enabled: "on" } }),
  ng_repair_of_6: nodeGroup({ node_repair_config: { enabled: true, max_parallel_nodes_repaired_count: 1 } }),
  ng_strategy_of_6: nodeGroup({ update_config: { max_unavailable: 1, update_strategy: "MINIMAL" } }),
  ng_access_groups: nodeGroup({ remote_access: { ec2_ssh_key: "k", source_security_group_ids: "sg-1" } }),
  ng_timeouts_read: nodeGroup({ timeouts: { read: "1h" } }),
  ng_tags_list: nodeGroup({ tags: [{ key: "a", value: "b" }] }),
  ng_disk_fraction: nodeGroup({ disk_size: 20.5 }),
  ng_near_block: nodeGroup({ taints: [] }),
  ng_several: nodeGroup({
    ami_type: "x",
    capacity_type: "y",
    launch_template: { id: "x", version: "" },
    taint: [{ key: "", effect: "z" }],
  }),

  // Launch templates: names.
  lt_name_form: template({ name: "a b" }),
  lt_name_short: template({ name: "ab" }),
  lt_name_long: template({ name: long(126) }),
  lt_prefix_long: template({ name_prefix: long(100) }),
  lt_prefix_short: template({ name_prefix: "a-" }),
  lt_name_and_prefix: template({ name: "web", name_prefix: "web-" }),
  lt_description_long: template({ description: long(256) }),
  lt_default_both: template({ default_version: 1, update_default_version: true }),
  lt_default_zero: template({ default_version: 0 }),
  lt_default_text: template({ default_version: "latest" }),
  lt_ebs_optimized: template({ ebs_optimized: "yes" }),
  lt_shutdown: template({ instance_initiated_shutdown_behavior: "hibernate" }),
  lt_groups_both: template({ security_group_names: ["a"], vpc_security_group_ids: ["sg-1"] }),
  lt_type_both: template({
    instance_type: "m5.large",
    instance_requirements: { memory_mib: { min: 1 }, vcpu_count: { min: 1 } },
  }),
  lt_latest_version: template({ latest_version: 3 }),
  lt_unknown: template({ instance_types: ["m5.large"] }),
  lt_security_groups: template({ security_groups: ["sg-1"] }),
  lt_groups_text: template({ vpc_security_group_ids: "sg-1" }),
  lt_user_data_list: template({ user_data: ["a"] }),
  lt_stop_text: template({ disable_api_stop: "maybe" }),
  // Volumes.
  lt_volume_type: ebs({ volume_type: "gp4" }),
  lt_throughput: ebs({ throughput: 1001 }),
  lt_throughput_low: ebs({ throughput: 100 }),
  lt_rate: ebs({ volume_initialization_rate: 301 }),
  lt_kms: ebs({ kms_key_id: "1234" }),
  lt_kms_alias: ebs({ kms_key_id: "alias/a" }),
  lt_kms_region: ebs({ kms_key_id: "arn:aws:kms:mars:123456789012:key/a" }),
  lt_kms_account: ebs({ kms_key_id: "arn:aws:kms:us-east-1:12:key/a" }),
  lt_kms_partition: ebs({ kms_key_id: "arn:azure:kms:us-east-1:123456789012:key/a" }),
  lt_kms_sections: ebs({ kms_key_id: "arn:aws:kms" }),
  lt_kms_resource: ebs({ kms_key_id: "arn:aws:kms:us-east-1:123456789012:" }),
  lt_kms_no_partition: ebs({ kms_key_id: "arn::kms:us-east-1:123456789012:key/a" }),
  lt_encrypted: ebs({ encrypted: "1" }),
  lt_delete: ebs({ delete_on_termination: "never" }),
  lt_size_text: ebs({ volume_size: "50G" }),
  lt_two_ebs: template({ block_device_mappings: [{ ebs: [{ volume_size: 1 }, { volume_size: 2 }] }] }),
  lt_ebs_unknown: ebs({ size: 50 }),
  // Enumerations in blocks.
  lt_reservation: template({
    capacity_reservation_specification: { capacity_reservation_preference: "all" },
  }),
  lt_reservation_both: template({
    capacity_reservation_specification: {
      capacity_reservation_target: {
        capacity_reservation_id: "cr-1",
        capacity_reservation_resource_group_arn: "arn:aws:resource-groups:us-east-1:123456789012:group/a",
      },
    },
  }),
  lt_reservation_arn: template({
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_resource_group_arn: "group" },
    },
  }),
  lt_sev: template({ cpu_options: { amd_sev_snp: "on" } }),
  lt_credits: template({ credit_specification: { cpu_credits: "lots" } }),
  lt_market: template({ instance_market_options: { market_type: "cheap" } }),
  lt_spot: template({
    instance_market_options: {
      market_type: "spot",
      spot_options: {
        block_duration_minutes: 61,
        instance_interruption_behavior: "sleep",
        spot_instance_type: "always",
        valid_until: "tomorrow",
      },
    },
  }),
  lt_until_month: spot({ valid_until: "2026-13-01T00:00:00Z" }),
  lt_until_day: spot({ valid_until: "2026-02-30T00:00:00Z" }),
  lt_until_hour: spot({ valid_until: "2026-02-03T24:00:00Z" }),
  lt_until_zone: spot({ valid_until: "2026-02-03T23:00:00" }),
  lt_until_space: spot({ valid_until: "2026-02-03 23:00:00Z" }),
  lt_until_extra: spot({ valid_until: "2026-02-03T23:00:00Zx" }),
  lt_until_digits: spot({ valid_until: "2026-2-03T23:00:00Z" }),
  lt_recovery: template({ maintenance_options: { auto_recovery: "on" } }),
  lt_metadata: template({
    metadata_options: {
      http_endpoint: "on",
      http_protocol_ipv6: "on",
      http_put_response_hop_limit: 65,
      http_tokens: "always",
      instance_metadata_tags: "on",
    },
  }),
  lt_metadata_two: template({ metadata_options: [{ http_tokens: "required" }, { http_tokens: "required" }] }),
  lt_hibernation: template({ hibernation_options: {} }),
  lt_profile_both: template({
    iam_instance_profile: { arn: "arn:aws:iam::123456789012:instance-profile/a", name: "a" },
  }),
  lt_profile_arn: template({ iam_instance_profile: { arn: "a" } }),
  lt_license: template({ license_specification: [{ license_configuration_arn: "a" }, {}] }),
  lt_placement: template({ placement: { tenancy: "shared", host_id: "h-1", host_resource_group_arn: "a" } }),
  lt_placement_of_6: template({ placement: { group_id: "pg-1" } }),
  lt_dns: template({ private_dns_name_options: { hostname_type: "name" } }),
  lt_tag_type: template({ tag_specifications: [{ resource_type: "node", tags: { a: "b" } }] }),
  lt_tag_tags: template({ tag_specifications: [{ resource_type: "instance", tags: ["a"] }] }),
  lt_tag_key_value: template({ tag_specifications: [{ key: "a", value: "b" }] }),
  lt_elastic: template({ elastic_inference_accelerator: {}, elastic_gpu_specifications: [{}] }),
  lt_of_6: template({ network_performance_options: { bandwidth_weighting: "vpc-1" } }),
  // Network interfaces.
  lt_interface_type: networkInterface({ interface_type: "ena" }),
  lt_interface_flags: networkInterface({ associate_public_ip_address: "on", primary_ipv6: "on" }),
  lt_interface_timeouts: networkInterface({
    connection_tracking_specification: { tcp_established_timeout: 1, udp_stream_timeout: 1, udp_timeout: 1 },
  }),
  lt_interface_addresses: networkInterface({
    ipv4_addresses: ["10.0.0"],
    ipv6_addresses: ["10.0.0.1"],
    ipv4_prefixes: ["10.0.0.1/28"],
    ipv6_prefixes: ["2001:db8::1/80"],
    private_ip_address: "a",
  }),
  lt_interface_prefixes: networkInterface({
    ipv4_prefixes: ["10.0.0.0", "10.0.0.0/33", "2001:db8::/80", "10.0.0.0/28"],
    ipv6_prefixes: ["x", "10.0.0.0/28", "2001:db8:0:0::/80", "2001:db8::/80"],
    ipv6_addresses: ["a", "2001:db8::1"],
  }),
  lt_interface_index: networkInterface({ device_index: "first" }),
  // Instance requirements.
  lt_requirements_empty: template({ instance_requirements: {} }),
  lt_requirements_ranges: requirements({
    memory_mib: { max: 1 },
    vcpu_count: { min: 0, max: 0 },
    accelerator_count: { min: 0, max: -1 },
    memory_gib_per_vcpu: { min: 0, max: -0.5 },
    total_local_storage_gb: { min: -1 },
  }),
  lt_requirements_sets: requirements({
    accelerator_manufacturers: ["intel"],
    accelerator_names: ["b200"],
    accelerator_types: ["tpu"],
    cpu_manufacturers: ["via"],
    instance_generations: ["next"],
    local_storage_types: ["tape"],
  }),
  lt_requirements_enums: requirements({
    bare_metal: "yes",
    burstable_performance: "no",
    local_storage: "some",
  }),
  lt_requirements_types_both: requirements({
    allowed_instance_types: ["m5.*"],
    excluded_instance_types: ["m4.*"],
  }),
  lt_requirements_prices: requirements({
    max_spot_price_as_percentage_of_optimal_on_demand_price: 50,
    spot_max_price_percentage_over_lowest_price: 0,
    on_demand_max_price_percentage_over_lowest_price: 0,
  }),
  lt_requirements_many: requirements({
    allowed_instance_types: Array.from({ length: 401 }, (_, index) => `m${index}.large`),
  }),
  // Data sources.
  data_ami_regex: data("ami", { owners: ["amazon"], name_regex: "al2023-(x86" }),
  data_ami_regex_lookahead: data("ami", { owners: ["amazon"], name_regex: "a(?!b)" }),
  data_ami_owners: data("ami", { owners: [""], executable_users: [] }),
  data_ami_no_owners: data("ami", { owners: [] }),
  data_ami_filter: data("ami", { owners: ["self"], filter: [{ name: "name" }] }),
  data_ami_id: data("ami", { image_id: "ami-1", most_recent: "maybe" }),
  data_cluster_empty: data("eks_cluster", { name: "" }),
  data_cluster_none: data("eks_cluster", {}),
  data_cluster_unknown: data("eks_cluster", { name: "demo", region: "us-east-1" }),
  data_zones_state: data("availability_zones", { state: "gone" }),
  data_zones_both: data("availability_zones", { all_availability_zones: "perhaps", names: ["a"] }),
  data_document_effect: data("iam_policy_document", { statement: [{ effect: "Permit" }] }),
  data_document_version: data("iam_policy_document", { version: "2020-01-01" }),
  data_document_condition: data("iam_policy_document", {
    statement: [{ condition: [{ test: "StringEquals" }], principals: [{ type: "AWS" }] }],
  }),
  data_document_json: data("iam_policy_document", {
    source_json: "{",
    override_json: "[",
    source_policy_documents: ["{"],
    override_policy_documents: ["nothing"],
  }),
  data_document_sid: data("iam_policy_document", { statement: [{}, { sid: "Allow All" }] }),
  data_document_jsons: data("iam_policy_document", {
    source_policy_documents: [
      "",
      "  ",
      "[1,]",
      "[1 2]",
      '{"a" 1}',
      '{"a":1,}',
      '{"a":1 "b"}',
      "{a:1}",
      "{} x",
      '"\t"',
      '"\\x"',
      '"\\u12g4"',
      "-",
      "-x",
      "01",
      "1.x",
      "1e",
      "1e+x",
      "tru",
      "trux",
      "'a'",
      '"',
      "[}",
      "ü",
      '{"a":nil}',
      "\u0001",
    ],
  }),
  data_document_unknown: data("iam_policy_document", { statement: [{ action: "s3:*" }] }),
  data_template_nothing: data("launch_template", { tags: "none" }),
  data_template_filter: data("launch_template", { filter: [{ values: ["a"] }] }),
  data_parameter_none: data("ssm_parameter", {}),
  data_parameter_value: data("ssm_parameter", { name: "/a", value: "b" }),
  data_subnet_unknown: data("subnet", { subnet_id: "subnet-1" }),
  data_subnets_filter: data("subnets", { filter: [{ name: "vpc-id", values: "vpc-1" }] }),
  data_region_unknown: data("region", { region: "us-east-1" }),
  data_caller_unknown: data("caller_identity", { name: "me" }),
  data_partition_set: data("partition", { partition: "aws-cn" }),
};

/** All of them in one Terraform configuration. */
export function wrongStack(): object {
  const resource: { [type: string]: { [name: string]: object } } = {};
  const data: typeof resource = {};
  for (const [name, { type, config }] of Object.entries(wrongConfigurations)) {
    const [mode, dataType] = type.split(".");
    const all = mode === "data" ? data : resource;
    all[dataType ?? type] = { ...all[dataType ?? type], [name]: config };
  }
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: { region: "us-east-1" } },
    resource,
    data,
  };
}
