import { imageOf } from "../catalog/find-release.js";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import type { ClusterRecord, NodegroupRecord, RolloutRecord } from "../world/records.js";
import { invalidParameter, invalidRequest } from "./eks-errors.js";
import { updateNodegroupVersionInput } from "./nodegroup-input.js";
import { requireUpdatable } from "./nodegroup-state.js";
import { type EksInput, findCluster, findNodegroup, pathName, readBody } from "./read-input.js";
import { type ResolvedTemplate, resolveLaunchTemplate } from "./resolve-launch-template.js";
import { startRollout } from "./rolling-update.js";
import { startUpdate, updateNow, updateView } from "./start-update.js";
import { chooseRelease, compareMinors, isOlderRelease } from "./version-rules.js";

/**
 * UpdateNodegroupVersion: another Kubernetes version, AMI release or launch template version, by replacing
 * the nodes. Never ahead of the cluster, never back.
 */
export function updateNodegroupVersion(call: Call, input: EksInput): Answer {
  const clusterName = pathName(input, "name");
  const nodegroupName = pathName(input, "nodegroupName");
  const members = { clusterName, nodegroupName };
  const body = readBody(updateNodegroupVersionInput, input, members);
  const nodegroup = findNodegroup(call, clusterName, nodegroupName);
  const { clientRequestToken, ...request } = body;
  const memory = idempotent(call, "UpdateNodegroupVersion", clientRequestToken, { members, request }, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const { updates, nodegroups } = call.world.tables;
  const earlier = memory.earlier === undefined ? undefined : updates.get(memory.earlier);
  if (earlier !== undefined) return { update: updateView(earlier) };

  requireUpdatable(nodegroup);
  const template = resolveTarget(call, nodegroup, request.launchTemplate, members);
  const target = targetOf(call, findCluster(call, clusterName), nodegroup, request, template, members);
  const custom = target.amiType === "CUSTOM";
  const update = startUpdate(
    call.world,
    call.place,
    { cluster: clusterName, nodegroup: nodegroupName },
    "VersionUpdate",
    [
      ...(custom
        ? []
        : [
            { type: "Version", value: target.version },
            { type: "ReleaseVersion", value: target.releaseVersion },
          ]),
      ...(request.launchTemplate === undefined || target.launchTemplate === undefined
        ? []
        : [
            { type: "LaunchTemplateName", value: target.launchTemplate.name },
            { type: "LaunchTemplateVersion", value: String(target.launchTemplate.version) },
          ]),
    ],
  );
  nodegroups.put({
    ...nodegroup,
    status: "UPDATING",
    modifiedAt: call.world.now(),
    activeUpdate: update.id,
  });
  startRollout(
    call.world,
    nodegroup,
    update.id,
    target,
    imageIdOf(nodegroup, target, template),
    request.force === true,
  );
  memory.remember(update.id);
  return { update: updateView(updateNow(call.world, update)) };
}

function resolveTarget(
  call: Call,
  nodegroup: NodegroupRecord,
  given:
    | {
        readonly id?: string | undefined;
        readonly name?: string | undefined;
        readonly version?: string | undefined;
      }
    | undefined,
  members: Readonly<Record<string, unknown>>,
): ResolvedTemplate | undefined {
  const present = nodegroup.launchTemplate;
  if (given === undefined) {
    return present === undefined
      ? undefined
      : resolveLaunchTemplate(call, { id: present.id, version: String(present.version) }, members);
  }
  if (present === undefined) {
    throw invalidRequest(
      "You cannot specify a launch template for a node group that was not created with one.",
      members,
    );
  }
  const resolved = resolveLaunchTemplate(call, given, members);
  if (resolved.reference.id !== present.id) {
    throw invalidRequest(
      `The node group was created with launch template ${present.id}: only its version can be changed.`,
      members,
    );
  }
  const bringsImage = resolved.data.imageId !== undefined;
  if (!call.world.lax && bringsImage !== (nodegroup.amiType === "CUSTOM")) {
    throw invalidRequest(
      bringsImage
        ? "A node group with an EKS optimized AMI cannot move to a launch template version that specifies an image id."
        : "A node group with a custom AMI needs a launch template version that specifies an image id.",
      members,
    );
  }
  return resolved;
}

function targetOf(
  call: Call,
  cluster: ClusterRecord,
  nodegroup: NodegroupRecord,
  request: { readonly version?: string | undefined; readonly releaseVersion?: string | undefined },
  template: ResolvedTemplate | undefined,
  members: Readonly<Record<string, unknown>>,
): RolloutRecord["target"] {
  const { world } = call;
  const withTemplate = template === undefined ? {} : { launchTemplate: template.reference };
  if (nodegroup.amiType === "CUSTOM") {
    if (request.version !== undefined || request.releaseVersion !== undefined) {
      throw invalidParameter(
        "You cannot specify the field releaseVersion or version when using custom AMIs.",
        members,
      );
    }
    const image = template?.data.imageId;
    return {
      version: nodegroup.version,
      releaseVersion: typeof image === "string" ? image : nodegroup.releaseVersion,
      amiType: "CUSTOM",
      ...withTemplate,
    };
  }
  const version = request.version ?? nodegroup.version;
  if (compareMinors(version, cluster.version) > 0) {
    throw invalidParameter(
      `Requested nodegroup version ${version} cannot be higher than the cluster's Kubernetes version ${cluster.version}.`,
      members,
    );
  }
  if (compareMinors(version, nodegroup.version) < 0) {
    throw invalidParameter(
      `Nodegroup Kubernetes version cannot be rolled back from ${nodegroup.version} to ${version}.`,
      members,
    );
  }
  const release = chooseRelease(world, nodegroup.amiType, version, request.releaseVersion, members);
  if (
    version === nodegroup.version &&
    isOlderRelease(world, nodegroup.amiType, version, release, nodegroup.releaseVersion)
  ) {
    throw invalidParameter(
      `Nodegroup AMI release version cannot be rolled back from ${nodegroup.releaseVersion} to ${release}.`,
      members,
    );
  }
  return { version, releaseVersion: release, amiType: nodegroup.amiType, ...withTemplate };
}

function imageIdOf(
  nodegroup: NodegroupRecord,
  target: RolloutRecord["target"],
  template: ResolvedTemplate | undefined,
): string {
  const custom = template?.data.imageId;
  if (typeof custom === "string") return custom;
  return imageOf(target.amiType, target.version, target.releaseVersion, nodegroup.region)?.imageId ?? "";
}
