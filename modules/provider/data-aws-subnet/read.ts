import type { Subnet } from "@aws-sdk/client-ec2";
import { awsError, awsErrorCode } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import type { ReadContext } from "../provider-definition.js";
import { dataSourceState, ec2Filters, ec2Tags } from "../state-shape/data-source-state.js";
import { noResult } from "../state-shape/no-result.js";
import { textOf } from "../state-shape/object-fields.js";
import type { Fields } from "../state-shape/state-object.js";
import { tagsOfState } from "../state-shape/tags.js";
import { subnetSchema } from "./schema.js";

const operation = "ec2:DescribeSubnets";

/** Reads `data.aws_subnet`: exactly one subnet, found by id, attributes, tags or filters. */
export async function readSubnet(config: ObjectValue, context: ReadContext): Promise<ObjectValue> {
  const found = await describe(config, context);
  const [subnet, second] = found;
  const advice =
    "Check the id and the filters: they must match exactly one subnet of this account and region.";
  if (subnet === undefined) throw noResult("no matching EC2 Subnet found", operation, advice);
  if (second !== undefined) throw noResult("multiple EC2 Subnets matched", operation, advice);
  const tags = tagsOfState(ec2Tags(subnet.Tags), context.provider, {}).tags_all;
  return dataSourceState(subnetSchema, { ...fieldsOf(subnet), tags }, config);
}

async function describe(config: ObjectValue, context: ReadContext): Promise<readonly Subnet[]> {
  const ec2 = await context.clients.ec2();
  const id = textOf(config, "id");
  const Filters = [...attributeFilters(config), ...ec2Filters(config)];
  try {
    const { Subnets = [] } = await ec2.describeSubnets({
      ...(id ? { SubnetIds: [id] } : {}),
      ...(Filters.length === 0 ? {} : { Filters }),
    });
    return Subnets;
  } catch (error) {
    if (awsErrorCode(error) === "InvalidSubnetID.NotFound") return [];
    throw awsError(error, { operation, doing: "reading EC2 Subnet" });
  }
}

function attributeFilters(config: ObjectValue): { Name: string; Values: string[] }[] {
  const named = (attribute: string, Name: string) => {
    const value = textOf(config, attribute);
    return value ? [{ Name, Values: [value] }] : [];
  };
  return [
    ...named("availability_zone", "availabilityZone"),
    ...named("availability_zone_id", "availabilityZoneId"),
    ...named("cidr_block", "cidrBlock"),
    ...(config.default_for_az === true ? [{ Name: "defaultForAz", Values: ["true"] }] : []),
    ...named("state", "state"),
    ...named("vpc_id", "vpc-id"),
    ...named("ipv6_cidr_block", "ipv6-cidr-block-association.ipv6-cidr-block"),
  ];
}

function fieldsOf(subnet: Subnet): Fields {
  const ipv6 = subnet.Ipv6CidrBlockAssociationSet?.find(
    (association) => association.Ipv6CidrBlockState?.State === "associated",
  );
  const names = subnet.PrivateDnsNameOptionsOnLaunch;
  return {
    arn: subnet.SubnetArn,
    assign_ipv6_address_on_creation: subnet.AssignIpv6AddressOnCreation,
    availability_zone: subnet.AvailabilityZone,
    availability_zone_id: subnet.AvailabilityZoneId,
    available_ip_address_count: subnet.AvailableIpAddressCount,
    cidr_block: subnet.CidrBlock,
    customer_owned_ipv4_pool: subnet.CustomerOwnedIpv4Pool,
    default_for_az: subnet.DefaultForAz,
    enable_dns64: subnet.EnableDns64,
    enable_lni_at_device_index: subnet.EnableLniAtDeviceIndex,
    enable_resource_name_dns_a_record_on_launch: names?.EnableResourceNameDnsARecord,
    enable_resource_name_dns_aaaa_record_on_launch: names?.EnableResourceNameDnsAAAARecord,
    id: subnet.SubnetId,
    ipv6_cidr_block: ipv6?.Ipv6CidrBlock,
    ipv6_cidr_block_association_id: ipv6?.AssociationId,
    ipv6_native: subnet.Ipv6Native,
    map_customer_owned_ip_on_launch: subnet.MapCustomerOwnedIpOnLaunch,
    map_public_ip_on_launch: subnet.MapPublicIpOnLaunch,
    outpost_arn: subnet.OutpostArn,
    owner_id: subnet.OwnerId,
    private_dns_hostname_type_on_launch: names?.HostnameType,
    state: subnet.State,
    vpc_id: subnet.VpcId,
  };
}
