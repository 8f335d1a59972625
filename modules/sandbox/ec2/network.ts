import { freeAddresses } from "../capacity/subnet-addresses.js";
import { zonesOf } from "../catalog/zones.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace, placeKey } from "../world/keys.js";
import type { SecurityGroupRecord, SubnetRecord, VpcRecord } from "../world/records.js";
import type { Table } from "../world/table.js";
import { applyFilters, tagFilter } from "./describe-filters.js";
import { describePage } from "./describe-page.js";
import { ec2Error } from "./ec2-errors.js";
import { tagSet } from "./tag-set.js";

export function describeSubnets(call: Call, parameters: QueryParameters): Answer {
  const rows = byIds(call, call.world.tables.subnets, parameters.strings("SubnetId"), (id) =>
    ec2Error("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`),
  );
  const filtered = applyFilters(rows, parameters, (subnet, filter) => {
    switch (filter) {
      case "subnet-id":
        return [subnet.id];
      case "vpc-id":
        return [subnet.vpcId];
      case "availability-zone":
      case "availabilityZone":
        return [subnet.zone];
      case "availability-zone-id":
        return [zoneId(subnet)];
      case "cidr":
      case "cidr-block":
      case "cidrBlock":
        return [subnet.cidr];
      case "state":
        return ["available"];
      case "default-for-az":
      case "defaultForAz":
        return ["false"];
      case "map-public-ip-on-launch":
        return [String(subnet.public)];
      case "owner-id":
        return [subnet.account];
      default:
        return tagFilter(subnet.tags, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return { subnetSet: page.items.map((subnet) => subnetView(call, subnet)), nextToken: page.nextToken };
}

export function describeVpcs(call: Call, parameters: QueryParameters): Answer {
  const rows = byIds(call, call.world.tables.vpcs, parameters.strings("VpcId"), (id) =>
    ec2Error("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`),
  );
  const filtered = applyFilters(rows, parameters, (vpc, filter) => {
    switch (filter) {
      case "vpc-id":
        return [vpc.id];
      case "cidr":
      case "cidr-block":
        return [vpc.cidr];
      case "state":
        return ["available"];
      case "is-default":
      case "isDefault":
        return [String(vpc.isDefault)];
      case "owner-id":
        return [vpc.account];
      default:
        return tagFilter(vpc.tags, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return { vpcSet: page.items.map(vpcView), nextToken: page.nextToken };
}

/** DescribeVpcAttribute: DNS is on in every VPC here. */
export function describeVpcAttribute(call: Call, parameters: QueryParameters): Answer {
  const id = parameters.string("VpcId") ?? "";
  if (!call.world.tables.vpcs.has(inPlace(call.place, id))) {
    throw ec2Error("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
  }
  const attribute = parameters.string("Attribute") ?? "";
  return { vpcId: id, [attribute]: { value: attribute !== "enableNetworkAddressUsageMetrics" } };
}

export function describeSecurityGroups(call: Call, parameters: QueryParameters): Answer {
  const rows = byIds(call, call.world.tables.securityGroups, parameters.strings("GroupId"), (id) =>
    ec2Error("InvalidGroup.NotFound", `The security group '${id}' does not exist`),
  );
  const names = parameters.strings("GroupName");
  const named = names.length === 0 ? rows : rows.filter(({ name }) => names.includes(name));
  const filtered = applyFilters(named, parameters, (group, filter) => {
    switch (filter) {
      case "group-id":
        return [group.id];
      case "group-name":
        return [group.name];
      case "vpc-id":
        return [group.vpcId];
      case "description":
        return [group.description];
      case "owner-id":
        return [group.account];
      default:
        return tagFilter(group.tags, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return { securityGroupInfo: page.items.map(securityGroupView), nextToken: page.nextToken };
}

export function describeAvailabilityZones(call: Call, parameters: QueryParameters): Answer {
  const names = parameters.strings("ZoneName");
  const ids = parameters.strings("ZoneId");
  const zones = zonesOf(call.place.region);
  for (const name of names) {
    if (!zones.some((zone) => zone.name === name)) {
      throw ec2Error("InvalidParameterValue", `Invalid availability zone: [${name}]`);
    }
  }
  const asked = zones.filter(
    (zone) =>
      (names.length === 0 || names.includes(zone.name)) && (ids.length === 0 || ids.includes(zone.id)),
  );
  const filtered = applyFilters(asked, parameters, (zone, filter) => {
    switch (filter) {
      case "zone-name":
        return [zone.name];
      case "zone-id":
        return [zone.id];
      case "state":
        return ["available"];
      case "region-name":
      case "group-name":
        return [call.place.region];
      case "zone-type":
        return ["availability-zone"];
      case "opt-in-status":
        return ["opt-in-not-required"];
      default:
        return undefined;
    }
  });
  return {
    availabilityZoneInfo: filtered.map((zone) => ({
      zoneName: zone.name,
      zoneState: "available",
      regionName: call.place.region,
      messageSet: [],
      zoneId: zone.id,
      groupName: call.place.region,
      networkBorderGroup: call.place.region,
      zoneType: "availability-zone",
      optInStatus: "opt-in-not-required",
    })),
  };
}

export function describeRegions(call: Call, parameters: QueryParameters): Answer {
  const names = parameters.strings("RegionName");
  const known = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-central-1",
    "eu-north-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "sa-east-1",
  ];
  const regions = new Set([...known, call.place.region]);
  return {
    regionInfo: [...regions]
      .filter((name) => names.length === 0 || names.includes(name))
      .map((name) => ({
        regionName: name,
        regionEndpoint: `ec2.${name}.amazonaws.com`,
        optInStatus: "opt-in-not-required",
      })),
  };
}

/** The rows with these ids, or all of the place's where none is named. */
export function byIds<Row>(
  call: Call,
  table: Table<Row>,
  ids: readonly string[],
  missing: (id: string) => Error,
): Row[] {
  if (ids.length === 0) return table.by("place", placeKey(call.place));
  return ids.map((id) => {
    const row = table.get(inPlace(call.place, id));
    if (row === undefined) throw missing(id);
    return row;
  });
}

function zoneId(subnet: SubnetRecord): string {
  return zonesOf(subnet.region).find(({ name }) => name === subnet.zone)?.id ?? "";
}

function subnetView(call: Call, subnet: SubnetRecord): Answer {
  return {
    subnetId: subnet.id,
    subnetArn: `arn:aws:ec2:${subnet.region}:${subnet.account}:subnet/${subnet.id}`,
    state: "available",
    vpcId: subnet.vpcId,
    cidrBlock: subnet.cidr,
    ipv6CidrBlockAssociationSet: [],
    availableIpAddressCount: freeAddresses(call.world, subnet),
    availabilityZone: subnet.zone,
    availabilityZoneId: zoneId(subnet),
    defaultForAz: false,
    mapPublicIpOnLaunch: subnet.public,
    ownerId: subnet.account,
    assignIpv6AddressOnCreation: false,
    mapCustomerOwnedIpOnLaunch: false,
    enableDns64: false,
    ipv6Native: false,
    privateDnsNameOptionsOnLaunch: {
      hostnameType: "ip-name",
      enableResourceNameDnsARecord: false,
      enableResourceNameDnsAAAARecord: false,
    },
    tagSet: tagSet(subnet.tags),
  };
}

function vpcView(vpc: VpcRecord): Answer {
  return {
    vpcId: vpc.id,
    ownerId: vpc.account,
    state: "available",
    cidrBlock: vpc.cidr,
    cidrBlockAssociationSet: [
      {
        cidrBlock: vpc.cidr,
        associationId: vpc.id.replace("vpc-", "vpc-cidr-assoc-"),
        cidrBlockState: { state: "associated" },
      },
    ],
    dhcpOptionsId: vpc.id.replace("vpc-", "dopt-"),
    instanceTenancy: "default",
    isDefault: vpc.isDefault,
    tagSet: tagSet(vpc.tags),
  };
}

function securityGroupView(group: SecurityGroupRecord): Answer {
  const everywhere = [{ cidrIp: "0.0.0.0/0" }];
  return {
    ownerId: group.account,
    groupId: group.id,
    groupName: group.name,
    groupDescription: group.description,
    vpcId: group.vpcId,
    securityGroupArn: `arn:aws:ec2:${group.region}:${group.account}:security-group/${group.id}`,
    ipPermissions: [],
    ipPermissionsEgress: [
      { ipProtocol: "-1", groups: [], ipRanges: everywhere, ipv6Ranges: [], prefixListIds: [] },
    ],
    tagSet: tagSet(group.tags),
  };
}
