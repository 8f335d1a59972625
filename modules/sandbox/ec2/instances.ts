import { findInstanceType } from "../catalog/instance-types.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace, placeKey } from "../world/keys.js";
import type { AsgRecord, InstanceRecord, Tags } from "../world/records.js";
import { applyFilters, tagFilter } from "./describe-filters.js";
import { describePage } from "./describe-page.js";
import { ec2Error } from "./ec2-errors.js";
import { isoSeconds } from "./launch-templates.js";
import { tagSet } from "./tag-set.js";

const STATE_CODES = { pending: 0, running: 16, "shutting-down": 32, terminated: 48 };

export function describeInstances(call: Call, parameters: QueryParameters): Answer {
  const { instances } = call.world.tables;
  const ids = parameters.strings("InstanceId");
  const asked =
    ids.length === 0
      ? instances.by("place", placeKey(call.place))
      : ids.map((id) => {
          const row = instances.get(id);
          if (row === undefined || placeKey(row) !== placeKey(call.place)) {
            throw ec2Error("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
          }
          return row;
        });
  const filtered = applyFilters(asked, parameters, (instance, filter) => {
    switch (filter) {
      case "instance-id":
        return [instance.id];
      case "instance-state-name":
        return [instance.state];
      case "instance-state-code":
        return [String(STATE_CODES[instance.state])];
      case "instance-type":
        return [instance.type];
      case "image-id":
        return [instance.imageId];
      case "availability-zone":
        return [instance.zone];
      case "subnet-id":
        return [instance.subnetId];
      case "private-ip-address":
        return [instance.privateIp];
      case "private-dns-name":
        return [privateDnsName(instance)];
      case "vpc-id":
        return [vpcOf(call, instance)];
      case "instance-lifecycle":
        return instance.spot ? ["spot"] : [];
      default:
        return tagFilter(instanceTags(call, instance), filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return {
    reservationSet: page.items.map((instance) => ({
      reservationId: instance.id.replace("i-", "r-"),
      ownerId: instance.account,
      groupSet: [],
      instancesSet: [instanceView(call, instance)],
    })),
    nextToken: page.nextToken,
  };
}

/** TerminateInstances: what belongs to an Auto Scaling group is replaced by it. */
export function terminateInstancesByIds(
  call: Call,
  parameters: QueryParameters,
  terminate: (instance: InstanceRecord) => void,
): Answer {
  const found = parameters.strings("InstanceId").map((id) => {
    const row = call.world.tables.instances.get(id);
    if (row === undefined)
      throw ec2Error("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
    return row;
  });
  return {
    instancesSet: found.map((before) => {
      terminate(before);
      const after = call.world.tables.instances.get(before.id) ?? before;
      return {
        instanceId: before.id,
        currentState: { code: STATE_CODES[after.state], name: after.state },
        previousState: { code: STATE_CODES[before.state], name: before.state },
      };
    }),
  };
}

export function privateDnsName(instance: Pick<InstanceRecord, "privateIp" | "region">): string {
  const domain = instance.region === "us-east-1" ? "ec2.internal" : `${instance.region}.compute.internal`;
  return `ip-${instance.privateIp.replaceAll(".", "-")}.${domain}`;
}

export function vpcOf(call: Call, instance: InstanceRecord): string {
  return call.world.tables.subnets.get(inPlace(instance, instance.subnetId))?.vpcId ?? "";
}

function groupOf(call: Call, instance: InstanceRecord): AsgRecord | undefined {
  return call.world.tables.autoScalingGroups.get(inPlace(instance, instance.asg));
}

export function instanceTags(call: Call, instance: InstanceRecord): Tags {
  if (instance.asg === "") return instance.tags ?? {};
  const group = groupOf(call, instance);
  return {
    ...group?.tags,
    "aws:autoscaling:groupName": instance.asg,
    ...(group === undefined
      ? {}
      : {
          "aws:ec2launchtemplate:id": group.launchTemplate.id,
          "aws:ec2launchtemplate:version": String(instance.templateVersion),
        }),
    ...templateTags(call, instance, group),
  };
}

/** The instance tags that the node group's own launch template asks for. */
function templateTags(call: Call, instance: InstanceRecord, group: AsgRecord | undefined): Tags {
  if (group?.nodegroup === undefined) return {};
  const nodegroup = call.world.tables.nodegroups.get(
    inPlace(instance, `${group.nodegroup.cluster}/${group.nodegroup.name}`),
  );
  const reference = nodegroup?.launchTemplate;
  if (reference === undefined) return {};
  const version = call.world.tables.launchTemplateVersions.get(`${reference.id}/${reference.version}`);
  const tags: Record<string, string> = {};
  const specifications = version?.data.tagSpecificationSet;
  for (const specification of Array.isArray(specifications) ? specifications : []) {
    if (typeof specification !== "object" || specification.resourceType !== "instance") continue;
    const set = specification.tagSet;
    for (const tag of Array.isArray(set) ? set : []) {
      if (typeof tag === "object" && typeof tag.key === "string") tags[tag.key] = String(tag.value ?? "");
    }
  }
  return tags;
}

export function instanceView(call: Call, instance: InstanceRecord): Answer {
  const gone = instance.state === "terminated";
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceState: { code: STATE_CODES[instance.state], name: instance.state },
    privateDnsName: gone ? "" : privateDnsName(instance),
    dnsName: "",
    amiLaunchIndex: 0,
    productCodes: [],
    instanceType: instance.type,
    launchTime: isoSeconds(instance.launchedAt),
    placement: { availabilityZone: instance.zone, groupName: "", tenancy: "default" },
    monitoring: { state: "disabled" },
    subnetId: instance.subnetId,
    vpcId: vpcOf(call, instance),
    privateIpAddress: gone ? undefined : instance.privateIp,
    sourceDestCheck: true,
    groupSet: [],
    architecture: findInstanceType(instance.type)?.architecture ?? "x86_64",
    rootDeviceType: "ebs",
    rootDeviceName: "/dev/xvda",
    blockDeviceMapping: [],
    virtualizationType: "hvm",
    ...(instance.spot ? { instanceLifecycle: "spot" } : {}),
    tagSet: tagSet(instanceTags(call, instance)),
    hypervisor: "xen",
    networkInterfaceSet: [],
    ebsOptimized: false,
  };
}
