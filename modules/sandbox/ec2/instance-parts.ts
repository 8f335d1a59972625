import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { ec2IdOf } from "../world/ids.js";
import { inPlace, placeKey } from "../world/keys.js";
import type { InstanceRecord } from "../world/records.js";
import { applyFilters, tagFilter } from "./describe-filters.js";
import { describePage } from "./describe-page.js";
import { ec2Error } from "./ec2-errors.js";
import { instanceTags, privateDnsName, vpcOf } from "./instances.js";
import { isoSeconds } from "./launch-templates.js";

/** DescribeVolumes: every instance has its root volume, of the size that its node group or template says. */
export function describeVolumes(call: Call, parameters: QueryParameters): Answer {
  const asked = ofInstances(call, parameters.strings("VolumeId"), "vol", (id) =>
    ec2Error("InvalidVolume.NotFound", `The volume '${id}' does not exist.`),
  );
  const filtered = applyFilters(asked, parameters, ({ id, instance }, filter) => {
    switch (filter) {
      case "volume-id":
        return [id];
      case "attachment.instance-id":
        return [instance.id];
      case "availability-zone":
        return [instance.zone];
      case "status":
        return ["in-use"];
      case "volume-type":
        return [rootVolume(call, instance).type];
      case "size":
        return [String(rootVolume(call, instance).size)];
      default:
        return tagFilter(instanceTags(call, instance), filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return {
    volumeSet: page.items.map(({ id, instance }) => {
      const { size, type, encrypted } = rootVolume(call, instance);
      return {
        volumeId: id,
        size,
        volumeType: type,
        iops: 3000,
        throughput: 125,
        encrypted,
        snapshotId: ec2IdOf("snap", instance.imageId),
        availabilityZone: instance.zone,
        status: "in-use",
        createTime: isoSeconds(instance.launchedAt),
        attachmentSet: [
          {
            volumeId: id,
            instanceId: instance.id,
            device: "/dev/xvda",
            status: "attached",
            attachTime: isoSeconds(instance.launchedAt),
            deleteOnTermination: true,
          },
        ],
        multiAttachEnabled: false,
        tagSet: [],
      };
    }),
    nextToken: page.nextToken,
  };
}

/** DescribeNetworkInterfaces: every instance has its primary one. */
export function describeNetworkInterfaces(call: Call, parameters: QueryParameters): Answer {
  const asked = ofInstances(call, parameters.strings("NetworkInterfaceId"), "eni", (id) =>
    ec2Error("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`),
  );
  const filtered = applyFilters(asked, parameters, ({ id, instance }, filter) => {
    switch (filter) {
      case "network-interface-id":
        return [id];
      case "attachment.instance-id":
        return [instance.id];
      case "subnet-id":
        return [instance.subnetId];
      case "vpc-id":
        return [vpcOf(call, instance)];
      case "availability-zone":
        return [instance.zone];
      case "private-ip-address":
      case "addresses.private-ip-address":
        return [instance.privateIp];
      case "status":
        return ["in-use"];
      case "description":
        return [""];
      case "group-id":
        return [];
      default:
        return tagFilter({}, filter);
    }
  });
  const page = describePage(filtered, ({ id }) => id, parameters);
  return {
    networkInterfaceSet: page.items.map(({ id, instance }) => ({
      networkInterfaceId: id,
      subnetId: instance.subnetId,
      vpcId: vpcOf(call, instance),
      availabilityZone: instance.zone,
      description: "",
      ownerId: instance.account,
      requesterManaged: false,
      status: "in-use",
      macAddress: "02:00:00:00:00:01",
      privateIpAddress: instance.privateIp,
      privateDnsName: privateDnsName(instance),
      sourceDestCheck: true,
      interfaceType: "interface",
      groupSet: [],
      attachment: {
        attachmentId: ec2IdOf("eni-attach", instance.id),
        instanceId: instance.id,
        instanceOwnerId: instance.account,
        deviceIndex: 0,
        status: "attached",
        attachTime: isoSeconds(instance.launchedAt),
        deleteOnTermination: true,
      },
      privateIpAddressesSet: [
        {
          privateIpAddress: instance.privateIp,
          privateDnsName: privateDnsName(instance),
          primary: true,
        },
      ],
      tagSet: [],
    })),
    nextToken: page.nextToken,
  };
}

export function describeInstanceStatus(call: Call, parameters: QueryParameters): Answer {
  const all = /^true$/i.test(parameters.string("IncludeAllInstances") ?? "");
  const ids = parameters.strings("InstanceId");
  const rows = liveInstances(call).filter(
    ({ id, state }) => (all || state === "running") && (ids.length === 0 || ids.includes(id)),
  );
  const page = describePage(rows, ({ id }) => id, parameters);
  const fine = (ready: boolean) => ({
    status: ready ? "ok" : "initializing",
    details: [{ name: "reachability", status: ready ? "passed" : "initializing" }],
  });
  return {
    instanceStatusSet: page.items.map((instance) => ({
      instanceId: instance.id,
      availabilityZone: instance.zone,
      instanceState: { code: instance.state === "running" ? 16 : 0, name: instance.state },
      systemStatus: fine(instance.state === "running"),
      instanceStatus: fine(instance.state === "running"),
    })),
    nextToken: page.nextToken,
  };
}

function ofInstances(
  call: Call,
  ids: readonly string[],
  prefix: string,
  missing: (id: string) => Error,
): { readonly id: string; readonly instance: InstanceRecord }[] {
  const all = liveInstances(call).map((instance) => ({ id: ec2IdOf(prefix, instance.id), instance }));
  if (ids.length === 0) return all;
  const byId = new Map(all.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    if (row === undefined) throw missing(id);
    return row;
  });
}

function liveInstances(call: Call): InstanceRecord[] {
  return call.world.tables.instances
    .by("place", placeKey(call.place))
    .filter(({ state }) => state !== "terminated");
}

function rootVolume(
  call: Call,
  instance: InstanceRecord,
): { readonly size: number; readonly type: string; readonly encrypted: boolean } {
  const { autoScalingGroups, nodegroups, launchTemplateVersions } = call.world.tables;
  const group = autoScalingGroups.get(inPlace(instance, instance.asg))?.nodegroup;
  const nodegroup = group && nodegroups.get(inPlace(instance, `${group.cluster}/${group.name}`));
  const template = nodegroup?.launchTemplate;
  const data = template && launchTemplateVersions.get(`${template.id}/${template.version}`)?.data;
  const devices = Array.isArray(data?.blockDeviceMappingSet) ? data.blockDeviceMappingSet : [];
  const [first] = devices;
  const ebs = typeof first === "object" && !Array.isArray(first) && "ebs" in first ? first.ebs : undefined;
  const read = (name: string): unknown =>
    typeof ebs === "object" && !Array.isArray(ebs) ? Reflect.get(ebs, name) : undefined;
  const size = read("volumeSize");
  const type = read("volumeType");
  return {
    size: typeof size === "number" ? size : (nodegroup?.diskSize ?? 20),
    type: typeof type === "string" ? type : "gp3",
    encrypted: read("encrypted") === true,
  };
}
