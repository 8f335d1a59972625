import type { Construct } from "constructs";
import {
  AmiLookup,
  type ClusterConnection,
  type NodeGroupImage,
  NodeUserData,
  type ZonalNodeGroupMember,
  type ZonalNodeGroupProps,
} from "../modules/constructs/index.js";
import type { Cluster, NodeGroup, RootVolume, UserData } from "../modules/fleet/index.js";
import { literalMap } from "./literal-map.js";

/** A node group of the fleet in the constructs' terms; look-ups that it needs are added to `scope`. */
export function nodeGroupProps(
  scope: Construct,
  cluster: Cluster,
  group: NodeGroup,
  connection: ClusterConnection,
): ZonalNodeGroupProps {
  return {
    clusterName: connection.name,
    members: group.members.map((member) => ({
      key: member.resourceName,
      name: member.name,
      subnetIds: member.subnets,
      ...(member.zone === null ? {} : { zone: member.zone }),
    })),
    naming: group.naming,
    nodeRoleArn: group.nodeRole,
    capacityType: group.capacityType,
    instanceTypes: group.instanceTypes,
    image: image(scope, group),
    ...userData(scope, cluster, group, connection),
    rootVolume: volume(group.rootVolume),
    securityGroupIds: group.securityGroups,
    labels: group.labels,
    taints: group.taints.map((taint) => ({
      key: taint.key,
      effect: taint.effect,
      ...(taint.value === null ? {} : { value: taint.value }),
    })),
    tags: literalMap(group.tags),
    instanceTags: literalMap(cluster.tags),
    scaling: { min: group.scaling.min, max: group.scaling.max, desired: group.scaling.desired },
    ignoreDesiredSize: group.scaling.desiredOwner === "cluster-autoscaler",
    ...(group.updateConfig === null ? {} : { updateConfig: group.updateConfig }),
    forceUpdateVersion: group.forceUpdate,
    ...(group.nodeRepair === null ? {} : { nodeRepair: group.nodeRepair }),
    ...(group.timeouts === null ? {} : { timeouts: group.timeouts }),
  };
}

function image(scope: Construct, group: NodeGroup): NodeGroupImage {
  const { ami } = group;
  if (ami.kind === "custom") {
    const { id, ssmParameter } = ami.source;
    if (id !== undefined) return { kind: "custom", imageId: id };
    return {
      kind: "custom",
      imageId: new AmiLookup(scope, lookupId(group, "image"), { ssmParameter }).value,
    };
  }
  const version = group.kubernetesVersion ?? "";
  const releaseVersion =
    ami.releaseVersion === "latest"
      ? new AmiLookup(scope, lookupId(group, "release"), {
          amiType: ami.type,
          kubernetesVersion: version,
          read: "release_version",
        }).value
      : ami.releaseVersion;
  return {
    kind: "eks-optimized",
    amiType: ami.type,
    version,
    ...(releaseVersion === null ? {} : { releaseVersion }),
  };
}

/** Terraform names do not begin with a digit. */
function lookupId(group: NodeGroup, what: string): string {
  return `${/^\d/.test(group.name) ? "_" : ""}${group.name}-${what}`;
}

function userData(
  scope: Construct,
  cluster: Cluster,
  group: NodeGroup,
  connection: ClusterConnection,
): Pick<ZonalNodeGroupProps, "userData"> {
  const data = group.userData;
  if (data === null) return {};
  const id = `${group.name}-user-data`;
  if (data.kind === "generated") {
    const { maxPods } = data.kubelet;
    const generated = new NodeUserData(scope, id, {
      kind: "generated",
      bootstrap: data.bootstrap,
      cluster: connection,
      ...(maxPods === null ? {} : { maxPods }),
    });
    // The same for every zone: rendered once.
    const text = generated.render();
    return { userData: () => text };
  }
  const wrap = wrapFor(data, group);
  const template = new NodeUserData(scope, id, {
    kind: "template",
    path: data.path,
    variables: {
      ...data.variables,
      cluster_name: connection.name,
      cluster_endpoint: connection.endpoint,
      cluster_certificate_authority: connection.certificateAuthority,
      cluster_service_cidr: connection.serviceCidr,
      region: cluster.region,
    },
    ...(wrap === undefined ? {} : { wrap }),
  });
  const render = (member: ZonalNodeGroupMember) =>
    template.render({ zone: member.zone ?? "", node_group_name: member.name.replace(/-$/, "") });
  return { userData: render };
}

/** EKS merges its own user data with MIME multi-part only; nodeadm finds a NodeConfig in it in any case. */
function wrapFor(
  data: Extract<UserData, { kind: "template" }>,
  group: NodeGroup,
): "text/x-shellscript" | "application/node.eks.aws" | undefined {
  if (data.format === "node-config") return "application/node.eks.aws";
  return data.format === "shell" && group.ami.kind === "eks-optimized" ? "text/x-shellscript" : undefined;
}

function volume(root: RootVolume): ZonalNodeGroupProps["rootVolume"] {
  return {
    deviceName: root.deviceName,
    sizeGib: root.sizeGib,
    type: root.type,
    encrypted: root.encrypted,
    ...(root.iops === null ? {} : { iops: root.iops }),
    ...(root.throughput === null ? {} : { throughput: root.throughput }),
    ...(root.kmsKeyId === null ? {} : { kmsKeyId: root.kmsKeyId }),
  };
}
