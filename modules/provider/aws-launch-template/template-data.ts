/**
 * How the provider's words for a launch template's data map to EC2's, in the order of the provider's own
 * expand functions. One table serves both ways: what is sent (`expandTemplateData`) and what is read back
 * (`flattenTemplateData`).
 */
export type TemplateField =
  | { readonly kind: PlainKind; readonly name: string; readonly api: string }
  /** A list of strings here, a list of objects with one member there. */
  | { readonly kind: "wrapped-texts"; readonly name: string; readonly api: string; readonly member: string }
  | {
      readonly kind: "block" | "blocks";
      readonly name: string;
      readonly api: string;
      readonly fields: readonly TemplateField[];
    };

type PlainKind =
  | "text"
  | "time"
  | "number"
  /** Sent even when zero. */
  | "number-always"
  /** Sent only when true. */
  | "flag"
  /** Sent even when false. */
  | "flag-always"
  /** A string of the provider that holds "true", "false" or nothing; a boolean of EC2. */
  | "nullable-flag"
  | "texts"
  | "tags"
  | "ipv4-addresses"
  /** `min` and `max`; max is sent only when it is not below min. */
  | "range";

const field = (kind: PlainKind, name: string, api = pascal(name)): TemplateField => ({ kind, name, api });
const text = (name: string, api?: string) => field("text", name, api);
const number = (name: string, api?: string) => field("number", name, api);
const texts = (name: string, api?: string) => field("texts", name, api);
const nullableFlag = (name: string, api?: string) => field("nullable-flag", name, api);
const range = (name: string, api?: string) => field("range", name, api);
const block = (name: string, fields: readonly TemplateField[], api = pascal(name)): TemplateField => ({
  kind: "block",
  name,
  api,
  fields,
});
const blocks = (name: string, fields: readonly TemplateField[], api = pascal(name)): TemplateField => ({
  kind: "blocks",
  name,
  api,
  fields,
});
const wrapped = (name: string, member: string): TemplateField => ({
  kind: "wrapped-texts",
  name,
  api: pascal(name),
  member,
});

const instanceRequirements: readonly TemplateField[] = [
  range("accelerator_count"),
  texts("accelerator_manufacturers"),
  texts("accelerator_names"),
  range("accelerator_total_memory_mib", "AcceleratorTotalMemoryMiB"),
  texts("accelerator_types"),
  texts("allowed_instance_types"),
  text("bare_metal"),
  range("baseline_ebs_bandwidth_mbps"),
  text("burstable_performance"),
  texts("cpu_manufacturers"),
  texts("excluded_instance_types"),
  texts("instance_generations"),
  text("local_storage"),
  texts("local_storage_types"),
  number("max_spot_price_as_percentage_of_optimal_on_demand_price"),
  range("memory_gib_per_vcpu", "MemoryGiBPerVCpu"),
  range("memory_mib", "MemoryMiB"),
  range("network_bandwidth_gbps"),
  range("network_interface_count"),
  number("on_demand_max_price_percentage_over_lowest_price"),
  field("flag", "require_hibernate_support"),
  number("spot_max_price_percentage_over_lowest_price"),
  range("total_local_storage_gb", "TotalLocalStorageGB"),
  range("vcpu_count", "VCpuCount"),
];

const networkInterface: readonly TemplateField[] = [
  nullableFlag("associate_carrier_ip_address"),
  nullableFlag("associate_public_ip_address"),
  block("connection_tracking_specification", [
    number("tcp_established_timeout"),
    number("udp_stream_timeout"),
    number("udp_timeout"),
  ]),
  nullableFlag("delete_on_termination"),
  text("description"),
  field("number-always", "device_index"),
  block("ena_srd_specification", [
    field("flag-always", "ena_srd_enabled"),
    block("ena_srd_udp_specification", [field("flag-always", "ena_srd_udp_enabled")]),
  ]),
  text("interface_type"),
  number("ipv4_address_count", "SecondaryPrivateIpAddressCount"),
  field("ipv4-addresses", "ipv4_addresses", "PrivateIpAddresses"),
  number("ipv4_prefix_count"),
  wrapped("ipv4_prefixes", "Ipv4Prefix"),
  number("ipv6_address_count"),
  wrapped("ipv6_addresses", "Ipv6Address"),
  number("ipv6_prefix_count"),
  wrapped("ipv6_prefixes", "Ipv6Prefix"),
  field("number-always", "network_card_index"),
  text("network_interface_id"),
  nullableFlag("primary_ipv6"),
  text("private_ip_address"),
  texts("security_groups", "Groups"),
  text("subnet_id"),
];

/** Everything inside a launch template's data except `user_data`, which is always sent. */
export const templateFields: readonly TemplateField[] = [
  blocks("block_device_mappings", [
    text("device_name"),
    block("ebs", [
      nullableFlag("delete_on_termination"),
      nullableFlag("encrypted"),
      number("iops"),
      text("kms_key_id"),
      text("snapshot_id"),
      number("throughput"),
      number("volume_initialization_rate"),
      number("volume_size"),
      text("volume_type"),
    ]),
    text("no_device"),
    text("virtual_name"),
  ]),
  block("capacity_reservation_specification", [
    text("capacity_reservation_preference"),
    block("capacity_reservation_target", [
      text("capacity_reservation_id"),
      text("capacity_reservation_resource_group_arn"),
    ]),
  ]),
  block("cpu_options", [
    text("amd_sev_snp"),
    number("core_count"),
    text("nested_virtualization"),
    number("threads_per_core"),
  ]),
  block("credit_specification", [text("cpu_credits")]),
  field("flag", "disable_api_stop"),
  field("flag", "disable_api_termination"),
  nullableFlag("ebs_optimized"),
  blocks("elastic_gpu_specifications", [text("type")]),
  blocks("elastic_inference_accelerator", [text("type")], "ElasticInferenceAccelerators"),
  block("enclave_options", [field("flag-always", "enabled")]),
  block("hibernation_options", [field("flag-always", "configured")]),
  block("iam_instance_profile", [text("arn"), text("name")]),
  text("image_id"),
  text("instance_initiated_shutdown_behavior"),
  block("instance_market_options", [
    text("market_type"),
    block("spot_options", [
      number("block_duration_minutes"),
      text("instance_interruption_behavior"),
      text("max_price"),
      text("spot_instance_type"),
      field("time", "valid_until"),
    ]),
  ]),
  block("instance_requirements", instanceRequirements),
  text("instance_type"),
  text("kernel_id"),
  text("key_name"),
  blocks("license_specification", [text("license_configuration_arn")], "LicenseSpecifications"),
  block("maintenance_options", [text("auto_recovery")]),
  block("metadata_options", [
    text("http_endpoint"),
    text("http_protocol_ipv6"),
    number("http_put_response_hop_limit"),
    text("http_tokens"),
    text("instance_metadata_tags"),
  ]),
  block("monitoring", [field("flag-always", "enabled")]),
  blocks("network_interfaces", networkInterface),
  block("network_performance_options", [text("bandwidth_weighting")]),
  block("placement", [
    text("affinity"),
    text("availability_zone"),
    text("group_id"),
    text("group_name"),
    text("host_id"),
    text("host_resource_group_arn"),
    number("partition_number"),
    text("spread_domain"),
    text("tenancy"),
  ]),
  block("private_dns_name_options", [
    field("flag-always", "enable_resource_name_dns_a_record"),
    field("flag-always", "enable_resource_name_dns_aaaa_record", "EnableResourceNameDnsAAAARecord"),
    text("hostname_type"),
  ]),
  text("ram_disk_id"),
  blocks("secondary_interfaces", [
    field("flag-always", "delete_on_termination"),
    field("number-always", "device_index"),
    text("interface_type"),
    field("number-always", "network_card_index"),
    number("private_ip_address_count"),
    wrapped("private_ip_addresses", "PrivateIpAddress"),
    text("secondary_subnet_id"),
  ]),
  texts("security_group_names", "SecurityGroups"),
  blocks("tag_specifications", [text("resource_type"), field("tags", "tags")]),
  texts("vpc_security_group_ids", "SecurityGroupIds"),
];

/** `http_put_response_hop_limit` → `HttpPutResponseHopLimit`. */
function pascal(name: string): string {
  return name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
