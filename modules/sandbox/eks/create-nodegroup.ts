import { reconcileCapacity } from "../capacity/auto-scaling-capacity.js";
import { findAmiFamily } from "../catalog/ami-families.js";
import { imageOf } from "../catalog/find-release.js";
import { findInstanceType } from "../catalog/instance-types.js";
import { findTemplate } from "../ec2/find-launch-template.js";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { clusterKey, nodegroupKey } from "../world/keys.js";
import type { AsgRecord, ClusterRecord, NodegroupRecord, NodeImage } from "../world/records.js";
import type { World } from "../world/world.js";
import { invalidParameter, invalidRequest, resourceInUse, resourceLimitExceeded } from "./eks-errors.js";
import { createEksTemplate } from "./eks-template.js";
import { type CreateNodegroupInput, createNodegroupInput } from "./nodegroup-input.js";
import { nodegroupView } from "./nodegroup-view.js";
import { type EksInput, findCluster, pathName, readBody } from "./read-input.js";
import { type ResolvedTemplate, resolveLaunchTemplate } from "./resolve-launch-template.js";
import { checkRole } from "./role-rules.js";
import { checkScaling } from "./scaling-rules.js";
import { findSubnets } from "./subnet-rules.js";
import { chooseRelease } from "./version-rules.js";

const RESERVED_LABEL_PREFIXES = ["kubernetes.io/", "k8s.io/", "eks.amazonaws.com/"];

/** CreateNodegroup: checks everything that EKS checks at once, then lets the group come up. */
export function createNodegroup(call: Call, input: EksInput): Answer {
  const clusterName = pathName(input, "name");
  const body = readBody(createNodegroupInput, input, { clusterName });
  const { clientRequestToken, ...request } = body;
  const members = { clusterName, nodegroupName: body.nodegroupName };
  const cluster = findCluster(call, clusterName);
  const key = nodegroupKey(call.place, clusterName, body.nodegroupName);
  const { nodegroups } = call.world.tables;

  const memory = idempotent(call, "CreateNodegroup", clientRequestToken, { clusterName, request }, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const earlier = memory.earlier === undefined ? undefined : nodegroups.get(memory.earlier);
  if (earlier !== undefined) return { nodegroup: nodegroupView(earlier) };

  if (nodegroups.has(key)) {
    throw resourceInUse(
      `NodeGroup already exists with name ${body.nodegroupName} and cluster name ${clusterName}`,
      members,
    );
  }
  if (cluster.status !== "ACTIVE" && cluster.status !== "UPDATING") {
    throw invalidRequest(`Cluster '${clusterName}' is not in ACTIVE status`, members);
  }
  if (
    nodegroups.count("cluster", clusterKey(call.place, clusterName)) >= call.world.limits.nodegroupsPerCluster
  ) {
    throw resourceLimitExceeded(
      `Nodegroup limit exceeded for cluster ${clusterName}: ${call.world.limits.nodegroupsPerCluster} node groups per cluster`,
      members,
    );
  }
  const template = templateOf(call, body, members);
  checkInput(call, cluster, body, template, members);

  const nodegroup = nodegroups.put(nodegroupOf(call, cluster, body, template, members));
  createGroup(call.world, nodegroup, nodeImageOf(nodegroup, template));
  memory.remember(key);
  call.world.schedule(
    nodegroup.scaling.desiredSize === 0
      ? call.world.timings.nodegroupCreate
      : call.world.timings.nodegroupCreate + call.world.timings.instanceBoot + call.world.timings.nodeReady,
    { type: "nodegroup-created", nodegroup: key },
  );
  return { nodegroup: nodegroupView(nodegroups.get(key) ?? nodegroup) };
}

function templateOf(
  call: Call,
  body: CreateNodegroupInput,
  members: Readonly<Record<string, unknown>>,
): ResolvedTemplate | undefined {
  if (body.launchTemplate === undefined) return undefined;
  const unknown = call.world.lax && findTemplate(call.world, call.place, body.launchTemplate) === undefined;
  if (!unknown) {
    const { id, name, version } = body.launchTemplate;
    return resolveLaunchTemplate(
      call,
      call.world.lax && id !== undefined ? { id, version } : { id, name, version },
      members,
    );
  }
  const { id = "lt-0", name = "unknown" } = body.launchTemplate;
  return { reference: { id, name, version: 1 }, data: {} };
}

/** The Auto Scaling group and EKS's own launch template behind a node group, with its first instances. */
export function createGroup(world: World, nodegroup: NodegroupRecord, image: NodeImage): AsgRecord {
  const { account, region, cluster, name, scaling } = nodegroup;
  const group = world.tables.autoScalingGroups.put({
    account,
    region,
    name: nodegroup.asgName,
    uuid: world.ids.uuid(),
    createdAt: world.now(),
    minSize: scaling.minSize,
    maxSize: scaling.maxSize,
    desired: scaling.desiredSize,
    subnets: nodegroup.subnets,
    launchTemplate: createEksTemplate(world, nodegroup, image),
    instanceTypes: nodegroup.instanceTypes ?? ["t3.medium"],
    spot: nodegroup.capacityType === "SPOT",
    image,
    tags: {
      "eks:cluster-name": cluster,
      "eks:nodegroup-name": name,
      [`k8s.io/cluster-autoscaler/${cluster}`]: "owned",
      "k8s.io/cluster-autoscaler/enabled": "true",
      [`kubernetes.io/cluster/${cluster}`]: "owned",
    },
    suspended: [],
    nodegroup: { cluster, name },
  });
  reconcileCapacity(
    world,
    group,
    "a user request created an AutoScalingGroup changing the desired capacity.",
  );
  return group;
}

/** What the nodes of a group run: the AMI of its release, or the template's own image. */
export function nodeImageOf(nodegroup: NodegroupRecord, template: ResolvedTemplate | undefined): NodeImage {
  const custom = template?.data.imageId;
  const imageId =
    typeof custom === "string"
      ? custom
      : imageOf(nodegroup.amiType, nodegroup.version, nodegroup.releaseVersion, nodegroup.region)?.imageId;
  return {
    imageId: imageId ?? "ami-00000000000000000",
    kubernetesVersion: nodegroup.version,
    releaseVersion: nodegroup.releaseVersion,
  };
}

function checkInput(
  call: Call,
  cluster: ClusterRecord,
  body: CreateNodegroupInput,
  template: ResolvedTemplate | undefined,
  members: Readonly<Record<string, unknown>>,
): void {
  const refuse = (message: string): never => {
    throw invalidParameter(message, members);
  };
  if (template !== undefined) {
    if (body.diskSize !== undefined) refuse("Disk size must be specified within the launch template.");
    if (body.remoteAccess !== undefined) {
      refuse("Remote access configuration cannot be specified with a launch template.");
    }
  }
  if (call.world.lax) return;
  if (template !== undefined) {
    if (template.data.instanceType !== undefined && (body.instanceTypes ?? []).length > 0) {
      throw invalidRequest("Cannot specify instance types in launch template and API request", members);
    }
    if (template.data.imageId !== undefined) {
      if (body.amiType !== undefined && body.amiType !== "CUSTOM") {
        refuse(
          "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.",
        );
      }
      if (body.version !== undefined || body.releaseVersion !== undefined) {
        refuse("You cannot specify the field releaseVersion or version when using custom AMIs.");
      }
    }
  }
  if (body.amiType === "CUSTOM" && template?.data.imageId === undefined) {
    refuse("Custom AMI types need a launch template that specifies an image id.");
  }
  if (body.version !== undefined && body.version !== cluster.version) {
    refuse(
      `Requested nodegroup version ${body.version} is not valid: it should equal the cluster's Kubernetes version ${cluster.version}.`,
    );
  }
  for (const label of Object.keys(body.labels ?? {})) {
    if (RESERVED_LABEL_PREFIXES.some((prefix) => label.startsWith(prefix))) {
      refuse(`Label cannot contain reserved prefixes [${RESERVED_LABEL_PREFIXES.join(", ")}]`);
    }
  }
  checkUpdateConfig(body.updateConfig, members);
  checkRole(call, body.nodeRole, members);
  findSubnets(call, body.subnets, cluster.vpcId, members);
  checkInstanceTypes(body, template, members);
}

/** Exactly one of the two ways to say how many nodes may be missing. */
export function checkUpdateConfig(
  config:
    | { readonly maxUnavailable?: number | undefined; readonly maxUnavailablePercentage?: number | undefined }
    | undefined,
  members: Readonly<Record<string, unknown>>,
): void {
  if (config?.maxUnavailable !== undefined && config.maxUnavailablePercentage !== undefined) {
    throw invalidParameter(
      "maxUnavailable and maxUnavailablePercentage cannot both be specified in the update config.",
      members,
    );
  }
}

function checkInstanceTypes(
  body: CreateNodegroupInput,
  template: ResolvedTemplate | undefined,
  members: Readonly<Record<string, unknown>>,
): void {
  const inTemplate = template?.data.instanceType;
  const types = typeof inTemplate === "string" ? [inTemplate] : (body.instanceTypes ?? []);
  const architectures = new Set<string>();
  for (const name of types) {
    const type = findInstanceType(name);
    if (type === undefined) {
      throw invalidParameter(`The following supplied instance types do not exist: [${name}]`, members);
    }
    architectures.add(type.architecture);
  }
  if (architectures.size > 1) {
    throw invalidParameter(
      "Instance types of different architectures cannot be combined in one node group.",
      members,
    );
  }
  const family = body.amiType === undefined ? undefined : findAmiFamily(body.amiType);
  for (const architecture of architectures) {
    if (family !== undefined && family.architecture !== architecture) {
      throw invalidParameter(
        `${types.join(", ")}: these instance types are not compatible with the AMI type ${family.amiType}`,
        members,
      );
    }
  }
}

function nodegroupOf(
  call: Call,
  cluster: ClusterRecord,
  body: CreateNodegroupInput,
  template: ResolvedTemplate | undefined,
  members: Readonly<Record<string, unknown>>,
): NodegroupRecord {
  const { world, place } = call;
  const scaling = {
    minSize: body.scalingConfig?.minSize ?? (body.scalingConfig === undefined ? 2 : 0),
    maxSize: body.scalingConfig?.maxSize ?? 2,
    desiredSize: body.scalingConfig?.desiredSize ?? (body.scalingConfig === undefined ? 2 : 0),
  };
  checkScaling(world, scaling, members, "create");
  const custom = template?.data.imageId;
  const amiType = typeof custom === "string" ? "CUSTOM" : (body.amiType ?? defaultAmiType(body, template));
  const version = body.version ?? cluster.version;
  const releaseVersion =
    typeof custom === "string"
      ? custom
      : chooseRelease(world, amiType, version, body.releaseVersion, members);
  const typeInTemplate = template?.data.instanceType;
  const instanceTypes =
    typeof typeInTemplate === "string"
      ? undefined
      : body.instanceTypes !== undefined && body.instanceTypes.length > 0
        ? body.instanceTypes
        : ["t3.medium"];
  const uuid = world.ids.uuid();
  return {
    ...place,
    cluster: cluster.name,
    name: body.nodegroupName,
    uuid,
    version,
    releaseVersion,
    createdAt: world.now(),
    modifiedAt: world.now(),
    status: world.lax ? "ACTIVE" : "CREATING",
    capacityType: body.capacityType ?? "ON_DEMAND",
    scaling,
    ...(instanceTypes === undefined ? {} : { instanceTypes }),
    subnets: body.subnets,
    ...(body.remoteAccess === undefined ? {} : { remoteAccess: body.remoteAccess }),
    ...(body.remoteAccess === undefined && !world.lax
      ? {}
      : { remoteAccessSecurityGroup: world.ids.ec2("sg") }),
    amiType,
    nodeRole: body.nodeRole,
    labels: body.labels ?? {},
    taints: body.taints ?? [],
    asgName: world.lax ? `eks-${uuid}` : `eks-${body.nodegroupName}-${uuid}`,
    ...(template === undefined
      ? { diskSize: body.diskSize ?? (amiType.startsWith("WINDOWS") ? 50 : 20) }
      : { launchTemplate: template.reference }),
    issues: [],
    updateConfig: body.updateConfig ?? { maxUnavailable: 1 },
    ...(body.nodeRepairConfig === undefined ? {} : { nodeRepairConfig: body.nodeRepairConfig }),
    ...(body.warmPoolConfig === undefined ? {} : { warmPoolConfig: body.warmPoolConfig }),
    ...(world.lax && body.launchTemplate !== undefined
      ? { asGiven: { launchTemplate: withBothNames(call, body.launchTemplate) } }
      : {}),
    tags: body.tags ?? {},
  };
}

/** A template as it was given, with the id or name that it also goes by, if it exists at all. */
function withBothNames(call: Call, given: NonNullable<CreateNodegroupInput["launchTemplate"]>) {
  const template = findTemplate(call.world, call.place, given);
  return template === undefined ? given : { ...given, id: template.id, name: template.name };
}

function defaultAmiType(body: CreateNodegroupInput, template: ResolvedTemplate | undefined): string {
  const inTemplate = template?.data.instanceType;
  const first = typeof inTemplate === "string" ? inTemplate : body.instanceTypes?.[0];
  const type = first === undefined ? undefined : findInstanceType(first);
  return type?.architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
}
