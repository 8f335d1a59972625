import { ipv4Address, ipv6Address, networkAddress } from "../ip-validators.js";
import { block, blocks, optional } from "../schema-builders.js";
import { enumOf, integerBetween, nullableBoolean, oneOf, sameNullableBoolean } from "../validators.js";

/** A string attribute that holds `"true"`, `"false"` or nothing, so that nothing can be told from false. */
export const optionalNullableBoolean = optional("string", {
  validate: nullableBoolean,
  suppressDiff: sameNullableBoolean,
});

/** Network interfaces of the instances; a list, so their order counts. */
export const networkInterfaces = blocks(
  {
    associate_carrier_ip_address: optionalNullableBoolean,
    associate_public_ip_address: optionalNullableBoolean,
    delete_on_termination: optionalNullableBoolean,
    description: optional("string"),
    device_index: optional("number"),
    interface_type: optional("string", { validate: oneOf("efa", "efa-only", "interface") }),
    ipv4_address_count: optional("number"),
    ipv4_addresses: optional(["set", "string"], { validate: ipv4Address }),
    ipv4_prefix_count: optional("number"),
    ipv4_prefixes: optional(["set", "string"], { validate: networkAddress("IPv4") }),
    ipv6_address_count: optional("number"),
    ipv6_addresses: optional(["set", "string"], { validate: ipv6Address }),
    ipv6_prefix_count: optional("number"),
    ipv6_prefixes: optional(["set", "string"], { validate: networkAddress("IPv6") }),
    network_card_index: optional("number"),
    network_interface_id: optional("string"),
    primary_ipv6: optionalNullableBoolean,
    private_ip_address: optional("string", { validate: ipv4Address }),
    security_groups: optional(["set", "string"]),
    subnet_id: optional("string"),
  },
  {
    connection_tracking_specification: block({
      tcp_established_timeout: optional("number", { validate: integerBetween(60, 432000) }),
      udp_stream_timeout: optional("number", { validate: integerBetween(60, 180) }),
      udp_timeout: optional("number", { validate: integerBetween(30, 60) }),
    }),
    ena_srd_specification: block(
      { ena_srd_enabled: optional("bool") },
      { ena_srd_udp_specification: block({ ena_srd_udp_enabled: optional("bool") }) },
    ),
  },
);

/** Secondary network interfaces, of release 6.33 on. */
export const secondaryInterfaces = blocks({
  delete_on_termination: optional("bool"),
  device_index: optional("number"),
  interface_type: optional("string", { validate: enumOf("secondary") }),
  network_card_index: optional("number"),
  private_ip_address_count: optional("number"),
  private_ip_addresses: optional(["set", "string"], { validate: ipv4Address }),
  secondary_subnet_id: optional("string"),
});
