import type { Schema } from "../schema.js";
import { computed, optionalComputed, required, setBlocks, timeouts } from "../schema-builders.js";

/** `data.aws_subnet` as the provider's release 5.100 has it. */
export const subnetSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      arn: computed("string"),
      assign_ipv6_address_on_creation: computed("bool"),
      availability_zone: optionalComputed("string"),
      availability_zone_id: optionalComputed("string"),
      available_ip_address_count: computed("number"),
      cidr_block: optionalComputed("string"),
      customer_owned_ipv4_pool: computed("string"),
      default_for_az: optionalComputed("bool"),
      enable_dns64: computed("bool"),
      enable_lni_at_device_index: computed("number"),
      enable_resource_name_dns_a_record_on_launch: computed("bool"),
      enable_resource_name_dns_aaaa_record_on_launch: computed("bool"),
      id: optionalComputed("string"),
      ipv6_cidr_block: optionalComputed("string"),
      ipv6_cidr_block_association_id: computed("string"),
      ipv6_native: computed("bool"),
      map_customer_owned_ip_on_launch: computed("bool"),
      map_public_ip_on_launch: computed("bool"),
      outpost_arn: computed("string"),
      owner_id: computed("string"),
      private_dns_hostname_type_on_launch: computed("string"),
      state: optionalComputed("string"),
      tags: optionalComputed(["map", "string"]),
      vpc_id: optionalComputed("string"),
    },
    blocks: {
      filter: setBlocks({ name: required("string"), values: required(["set", "string"]) }),
      timeouts: timeouts("read"),
    },
  },
};
