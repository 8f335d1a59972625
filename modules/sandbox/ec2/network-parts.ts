import type { Answer, AnswerValue, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { ec2IdOf } from "../world/ids.js";
import { placeKey } from "../world/keys.js";
import type { SubnetRecord, VpcRecord } from "../world/records.js";
import { applyFilters, tagFilter } from "./describe-filters.js";
import { describePage } from "./describe-page.js";
import { ec2Error } from "./ec2-errors.js";

/**
 * What a VPC has besides its subnets, as far as configurations read it: it follows from the VPC itself. Every
 * VPC has a main route table; where it has public subnets, also an internet gateway and a table for them, and
 * then one for the private subnets with a NAT gateway.
 */
interface RouteTable {
  readonly id: string;
  readonly vpc: VpcRecord;
  readonly main: boolean;
  readonly subnets: readonly SubnetRecord[];
  readonly routes: readonly {
    readonly destination: string;
    readonly target: string;
    readonly kind: "gatewayId" | "natGatewayId";
  }[];
}

export function describeRouteTables(call: Call, parameters: QueryParameters): Answer {
  const all = vpcsOf(call).flatMap((vpc) => routeTables(call, vpc));
  const asked = byId(all, parameters.strings("RouteTableId"), (id) =>
    ec2Error("InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`),
  );
  const filtered = applyFilters(asked, parameters, (table, filter) => {
    switch (filter) {
      case "route-table-id":
      case "association.route-table-id":
        return [table.id];
      case "vpc-id":
        return [table.vpc.id];
      case "association.main":
        return [String(table.main)];
      case "association.subnet-id":
        return table.subnets.map(({ id }) => id);
      case "route.destination-cidr-block":
        return table.routes.map(({ destination }) => destination);
      case "route.gateway-id":
      case "route.nat-gateway-id":
        return table.routes.map(({ target }) => target);
      case "owner-id":
        return [table.vpc.account];
      default:
        return tagFilter({}, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return { routeTableSet: page.items.map(routeTableView), nextToken: page.nextToken };
}

export function describeInternetGateways(call: Call, parameters: QueryParameters): Answer {
  const all = vpcsOf(call)
    .filter((vpc) => publicSubnets(call, vpc).length > 0)
    .map((vpc) => ({ id: internetGateway(vpc), vpc }));
  const asked = byId(all, parameters.strings("InternetGatewayId"), (id) =>
    ec2Error("InvalidInternetGatewayID.NotFound", `The internetGateway ID '${id}' does not exist`),
  );
  const filtered = applyFilters(asked, parameters, ({ id, vpc }, filter) => {
    switch (filter) {
      case "internet-gateway-id":
        return [id];
      case "attachment.vpc-id":
        return [vpc.id];
      case "attachment.state":
        return ["available"];
      case "owner-id":
        return [vpc.account];
      default:
        return tagFilter({}, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return {
    internetGatewaySet: page.items.map(({ id, vpc }) => ({
      internetGatewayId: id,
      ownerId: vpc.account,
      attachmentSet: [{ vpcId: vpc.id, state: "available" }],
      tagSet: [],
    })),
    nextToken: page.nextToken,
  };
}

export function describeNatGateways(call: Call, parameters: QueryParameters): Answer {
  const all = vpcsOf(call).flatMap((vpc) => {
    const [subnet] = publicSubnets(call, vpc);
    return subnet === undefined ? [] : [{ id: natGateway(vpc), vpc, subnet }];
  });
  const asked = byId(all, parameters.strings("NatGatewayId"), (id) =>
    ec2Error("NatGatewayNotFound", `The Nat Gateway ${id} was not found`),
  );
  const filtered = applyFilters(asked, parameters, ({ id, vpc, subnet }, filter) => {
    switch (filter) {
      case "nat-gateway-id":
        return [id];
      case "vpc-id":
        return [vpc.id];
      case "subnet-id":
        return [subnet.id];
      case "state":
        return ["available"];
      default:
        return tagFilter({}, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return {
    natGatewaySet: page.items.map(({ id, vpc, subnet }) => ({
      natGatewayId: id,
      vpcId: vpc.id,
      subnetId: subnet.id,
      state: "available",
      connectivityType: "public",
      createTime: "2024-01-01T00:00:00.000Z",
      natGatewayAddressSet: [],
      tagSet: [],
    })),
    nextToken: page.nextToken,
  };
}

export function describeNetworkAcls(call: Call, parameters: QueryParameters): Answer {
  const all = vpcsOf(call).map((vpc) => ({ id: ec2IdOf("acl", vpc.id), vpc }));
  const asked = byId(all, parameters.strings("NetworkAclId"), (id) =>
    ec2Error("InvalidNetworkAclID.NotFound", `The networkAcl ID '${id}' does not exist`),
  );
  const filtered = applyFilters(asked, parameters, ({ id, vpc }, filter) => {
    switch (filter) {
      case "network-acl-id":
        return [id];
      case "vpc-id":
        return [vpc.id];
      case "default":
        return ["true"];
      default:
        return tagFilter({}, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  const entry = (egress: boolean, ruleNumber: number, ruleAction: string): AnswerValue => ({
    ruleNumber,
    protocol: "-1",
    ruleAction,
    egress,
    cidrBlock: "0.0.0.0/0",
  });
  return {
    networkAclSet: page.items.map(({ id, vpc }) => ({
      networkAclId: id,
      vpcId: vpc.id,
      ownerId: vpc.account,
      default: true,
      entrySet: [
        entry(true, 100, "allow"),
        entry(true, 32767, "deny"),
        entry(false, 100, "allow"),
        entry(false, 32767, "deny"),
      ],
      associationSet: subnetsOf(call, vpc).map((subnet) => ({
        networkAclAssociationId: ec2IdOf("aclassoc", subnet.id),
        networkAclId: id,
        subnetId: subnet.id,
      })),
      tagSet: [],
    })),
    nextToken: page.nextToken,
  };
}

export function describeDhcpOptions(call: Call, parameters: QueryParameters): Answer {
  const all = vpcsOf(call).map((vpc) => ({ id: vpc.id.replace("vpc-", "dopt-"), vpc }));
  const asked = byId(all, parameters.strings("DhcpOptionsId"), (id) =>
    ec2Error("InvalidDhcpOptionID.NotFound", `The dhcpOption ID '${id}' does not exist`),
  );
  const domain = call.place.region === "us-east-1" ? "ec2.internal" : `${call.place.region}.compute.internal`;
  return {
    dhcpOptionsSet: asked.map(({ id, vpc }) => ({
      dhcpOptionsId: id,
      ownerId: vpc.account,
      dhcpConfigurationSet: [
        { key: "domain-name", valueSet: [{ value: domain }] },
        { key: "domain-name-servers", valueSet: [{ value: "AmazonProvidedDNS" }] },
      ],
      tagSet: [],
    })),
  };
}

/** DescribeSecurityGroupRules: each group lets everything out and, as cluster groups do, its own members in. */
export function describeSecurityGroupRules(call: Call, parameters: QueryParameters): Answer {
  const groups = call.world.tables.securityGroups.by("place", placeKey(call.place));
  const all = groups.flatMap((group) => [
    { id: ec2IdOf("sgr", `${group.id}/egress`), group, egress: true },
    { id: ec2IdOf("sgr", `${group.id}/ingress`), group, egress: false },
  ]);
  const asked = byId(all, parameters.strings("SecurityGroupRuleId"), (id) =>
    ec2Error("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${id}' does not exist`),
  );
  const filtered = applyFilters(asked, parameters, ({ id, group }, filter) => {
    switch (filter) {
      case "group-id":
        return [group.id];
      case "security-group-rule-id":
        return [id];
      default:
        return tagFilter({}, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return {
    securityGroupRuleSet: page.items.map(({ id, group, egress }) => ({
      securityGroupRuleId: id,
      groupId: group.id,
      groupOwnerId: group.account,
      isEgress: egress,
      ipProtocol: "-1",
      fromPort: -1,
      toPort: -1,
      ...(egress
        ? { cidrIpv4: "0.0.0.0/0" }
        : { referencedGroupInfo: { groupId: group.id, userId: group.account } }),
      tagSet: [],
    })),
    nextToken: page.nextToken,
  };
}

function routeTables(call: Call, vpc: VpcRecord): RouteTable[] {
  const local = { destination: vpc.cidr, target: "local", kind: "gatewayId" } as const;
  const main: RouteTable = { id: ec2IdOf("rtb", vpc.id), vpc, main: true, subnets: [], routes: [local] };
  const open = publicSubnets(call, vpc);
  if (open.length === 0) return [main];
  const anywhere = "0.0.0.0/0";
  const closed = subnetsOf(call, vpc).filter((subnet) => !subnet.public);
  return [
    main,
    {
      id: ec2IdOf("rtb", `${vpc.id}/public`),
      vpc,
      main: false,
      subnets: open,
      routes: [local, { destination: anywhere, target: internetGateway(vpc), kind: "gatewayId" }],
    },
    {
      id: ec2IdOf("rtb", `${vpc.id}/private`),
      vpc,
      main: false,
      subnets: closed,
      routes: [local, { destination: anywhere, target: natGateway(vpc), kind: "natGatewayId" }],
    },
  ];
}

function routeTableView(table: RouteTable): Answer {
  const association = (subnetId: string | undefined): AnswerValue => ({
    routeTableAssociationId: ec2IdOf("rtbassoc", `${table.id}/${subnetId ?? "main"}`),
    routeTableId: table.id,
    subnetId,
    main: table.main,
    associationState: { state: "associated" },
  });
  return {
    routeTableId: table.id,
    vpcId: table.vpc.id,
    ownerId: table.vpc.account,
    routeSet: table.routes.map(({ destination, target, kind }) => ({
      destinationCidrBlock: destination,
      [kind]: target,
      state: "active",
      origin: target === "local" ? "CreateRouteTable" : "CreateRoute",
    })),
    associationSet: table.main ? [association(undefined)] : table.subnets.map(({ id }) => association(id)),
    propagatingVgwSet: [],
    tagSet: [],
  };
}

const internetGateway = (vpc: VpcRecord): string => ec2IdOf("igw", vpc.id);
const natGateway = (vpc: VpcRecord): string => ec2IdOf("nat", vpc.id);

function vpcsOf(call: Call): VpcRecord[] {
  return call.world.tables.vpcs.by("place", placeKey(call.place));
}

function subnetsOf(call: Call, vpc: VpcRecord): SubnetRecord[] {
  return call.world.tables.subnets
    .by("place", placeKey(call.place))
    .filter((subnet) => subnet.vpcId === vpc.id);
}

function publicSubnets(call: Call, vpc: VpcRecord): SubnetRecord[] {
  return subnetsOf(call, vpc).filter((subnet) => subnet.public);
}

function byId<Row extends { readonly id: string }>(
  rows: readonly Row[],
  ids: readonly string[],
  missing: (id: string) => Error,
): Row[] {
  if (ids.length === 0) return [...rows];
  return ids.map((id) => {
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) throw missing(id);
    return row;
  });
}
