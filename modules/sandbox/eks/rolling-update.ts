import { activeInstances, resizeGroup, terminateInstances } from "../capacity/auto-scaling-capacity.js";
import { freeAddresses } from "../capacity/subnet-addresses.js";
import { privateDnsName } from "../ec2/instances.js";
import { drainNode } from "../kubernetes/evictions.js";
import { clusterKey, inPlace, nodegroupKey } from "../world/keys.js";
import type {
  AsgRecord,
  InstanceRecord,
  NodegroupRecord,
  RolloutRecord,
  TroubleRecord,
  UpdateError,
} from "../world/records.js";
import type { World } from "../world/world.js";
import { addEksTemplateVersion } from "./eks-template.js";
import { endUpdate } from "./start-update.js";
import { nextTrouble, strike, type Trouble } from "./trouble.js";

/**
 * A rolling version update in EKS's four phases: set up a new template version, scale up by
 * max(2 × zones, max unavailable), replace the old nodes batch by batch, scale down again. The minimal
 * strategy does without the surge and terminates first.
 *
 * Each step is one event: what has been reached stands in the rollout's record, so a world that is read back
 * from its file goes on where it was.
 */
export function startRollout(
  world: World,
  nodegroup: NodegroupRecord,
  updateId: string,
  target: RolloutRecord["target"],
  imageId: string,
  force: boolean,
): void {
  const group = groupOf(world, nodegroup);
  const size = activeInstances(world, group).length;
  const strategy = nodegroup.updateConfig.updateStrategy ?? "DEFAULT";
  const zones = new Set(
    nodegroup.subnets.map((id) => world.tables.subnets.get(inPlace(nodegroup, id))?.zone ?? id),
  ).size;
  const parallelism = parallelismOf(nodegroup, size);
  world.tables.rollouts.put({
    account: nodegroup.account,
    region: nodegroup.region,
    updateId,
    cluster: nodegroup.cluster,
    nodegroup: nodegroup.name,
    phase: "setup",
    strategy,
    force,
    parallelism,
    surge: strategy === "MINIMAL" || size === 0 ? 0 : Math.max(2 * zones, parallelism),
    target,
    image: {
      imageId,
      kubernetesVersion: target.version,
      releaseVersion: target.releaseVersion,
    },
    before: {
      maxSize: group.maxSize,
      desired: group.desired,
      launchTemplate: group.launchTemplate,
      image: group.image,
    },
    expectedDesired: group.desired,
    old: [],
    batch: [],
    replaced: 0,
  });
  world.schedule(world.timings.rolloutSetup, { type: "rollout-step", update: updateId });
}

/** Takes a rolling update one step further. */
export function rolloutStep(world: World, updateId: string): void {
  const rollout = world.tables.rollouts.get(updateId);
  if (rollout === undefined) return;
  const nodegroup = world.tables.nodegroups.get(nodegroupKey(rollout, rollout.cluster, rollout.nodegroup));
  if (nodegroup === undefined || nodegroup.activeUpdate !== updateId) {
    world.tables.rollouts.delete(updateId);
    return;
  }
  const group = groupOf(world, nodegroup);
  switch (rollout.phase) {
    case "setup":
      setUp(world, rollout, nodegroup, group);
      break;
    case "scale-up":
      scaledUp(world, rollout, nodegroup, group);
      break;
    case "drain":
      drained(world, rollout, nodegroup);
      break;
    case "terminate":
      terminated(world, rollout, nodegroup, group);
      break;
    case "scale-down":
      scaleDown(world, rollout, nodegroup, group);
      break;
  }
}

/** How many nodes may be missing at once: a number, or a share of the group rounded up; never more than 100. */
export function parallelismOf(nodegroup: NodegroupRecord, size: number): number {
  const { maxUnavailable, maxUnavailablePercentage } = nodegroup.updateConfig;
  const count =
    maxUnavailablePercentage === undefined
      ? (maxUnavailable ?? 1)
      : Math.ceil((size * maxUnavailablePercentage) / 100);
  return Math.min(100, Math.max(1, count));
}

function setUp(world: World, rollout: RolloutRecord, nodegroup: NodegroupRecord, group: AsgRecord): void {
  const old = activeInstances(world, group).map(({ id }) => id);
  const launchTemplate = addEksTemplateVersion(world, nodegroup, group.launchTemplate, rollout.image);
  world.tables.autoScalingGroups.put({ ...group, launchTemplate, image: rollout.image });
  if (old.length === 0) {
    finish(world, rollout, nodegroup);
    return;
  }
  if (rollout.surge === 0) {
    nextBatch(world, { ...rollout, old }, 0);
    return;
  }
  const expectedDesired = group.desired + rollout.surge;
  resizeGroup(
    world,
    nodegroup,
    group.name,
    { maxSize: group.maxSize + rollout.surge, desired: expectedDesired },
    "a version update raised the desired capacity.",
  );
  world.tables.rollouts.put({ ...rollout, old, expectedDesired, phase: "scale-up" });
  // A moment after the new nodes have become Ready, not in the same one.
  next(world, rollout, world.timings.instanceBoot + world.timings.nodeReady + 1);
}

function scaledUp(world: World, rollout: RolloutRecord, nodegroup: NodegroupRecord, group: AsgRecord): void {
  const trouble = dueTrouble(world, rollout, nodegroup);
  if (trouble !== undefined && trouble.code !== "PodEvictionFailure") {
    failWith(world, rollout, nodegroup, trouble);
    return;
  }
  const problem = missingNodes(world, rollout, nodegroup, group);
  if (problem !== undefined) {
    fail(world, rollout, nodegroup, [problem]);
    return;
  }
  for (const id of rollout.old) {
    world.tables.instances.update(id, (row) => ({ ...row, cordoned: true, excludedFromLoadBalancers: true }));
  }
  nextBatch(world, rollout, 0);
}

/** EKS goes on once every zone has a new Ready node; this is its error where one has none. */
function missingNodes(
  world: World,
  rollout: RolloutRecord,
  nodegroup: NodegroupRecord,
  group: AsgRecord,
): UpdateError | undefined {
  if (world.lax) return undefined;
  const zones = new Set(
    activeInstances(world, group).flatMap((instance) =>
      instance.ready && !rollout.old.includes(instance.id) ? [instance.zone] : [],
    ),
  );
  const subnets = nodegroup.subnets.flatMap((id) => world.tables.subnets.get(inPlace(nodegroup, id)) ?? []);
  const without = subnets.filter(({ zone }) => !zones.has(zone));
  const full = without.filter((subnet) => freeAddresses(world, subnet) === 0);
  if (full.length > 0) {
    return {
      errorCode: "InsufficientFreeAddresses",
      errorMessage:
        "One or more of the subnets associated with your node group do not have enough available IP addresses for new nodes",
      resourceIds: full.map(({ id }) => id),
    };
  }
  if (without.length === 0) return undefined;
  return {
    errorCode: "NodeCreationFailure",
    errorMessage: "Couldn't proceed with upgrade process as new nodes are not joining node group",
    resourceIds: [group.name],
  };
}

/** Picks the nodes that go next and begins to drain them `delay` seconds from now. */
function nextBatch(world: World, rollout: RolloutRecord, delay: number): void {
  const batch = rollout.old.slice(0, rollout.parallelism);
  for (const id of batch) world.tables.instances.update(id, (row) => ({ ...row, cordoned: true }));
  world.tables.rollouts.put({
    ...rollout,
    phase: "drain",
    batch,
    drainStartedAt: world.now() + delay * 1000,
  });
  next(world, rollout, delay + world.timings.drain);
}

function drained(world: World, rollout: RolloutRecord, nodegroup: NodegroupRecord): void {
  const trouble = dueTrouble(world, rollout, nodegroup);
  if (trouble !== undefined && trouble.code !== "PodEvictionFailure") {
    failWith(world, rollout, nodegroup, trouble);
    return;
  }
  const blocked = rollout.force ? undefined : blockedBy(world, rollout, nodegroup, trouble);
  if (blocked !== undefined) {
    const waited = (world.now() - (rollout.drainStartedAt ?? world.now())) / 1000;
    if (!world.lax && waited < world.timings.evictionLimit) {
      next(world, rollout, world.timings.evictionRetry);
    } else if (trouble === undefined) fail(world, rollout, nodegroup, [blocked]);
    else failWith(world, rollout, nodegroup, trouble);
    return;
  }
  world.tables.rollouts.put({ ...rollout, phase: "terminate" });
  next(world, rollout, world.timings.waitBeforeTermination);
}

/** What keeps the batch from being emptied: a trouble, or pods that their disruption budgets hold. */
function blockedBy(
  world: World,
  rollout: RolloutRecord,
  nodegroup: NodegroupRecord,
  trouble: TroubleRecord | undefined,
): UpdateError | undefined {
  if (trouble !== undefined) return { errorCode: trouble.code, errorMessage: "", resourceIds: [] };
  const cluster = world.tables.clusters.get(clusterKey(nodegroup, nodegroup.cluster));
  if (cluster === undefined) return undefined;
  const held = instancesOf(world, rollout.batch).flatMap((instance) =>
    drainNode(world, cluster, privateDnsName(instance), false).map((pod) => ({ pod, instance })),
  );
  if (held.length === 0) return undefined;
  const pods = held.map(({ pod }) => `${pod.namespace}/${pod.name}`).join(", ");
  return {
    errorCode: "PodEvictionFailure",
    errorMessage: `Reached max retries while trying to evict pods from nodes in node group ${nodegroup.name}: ${pods}`,
    resourceIds: [...new Set(held.map(({ instance }) => privateDnsName(instance)))],
  };
}

function terminated(
  world: World,
  rollout: RolloutRecord,
  nodegroup: NodegroupRecord,
  group: AsgRecord,
): void {
  terminateInstances(
    world,
    group,
    instancesOf(world, rollout.batch),
    "an instance was taken out of service in response to a version update.",
  );
  // The group keeps its desired capacity, so each node that goes is replaced by a new one.
  resizeGroup(
    world,
    nodegroup,
    group.name,
    {},
    "an instance was started in response to a difference between desired and actual capacity.",
  );
  const old = rollout.old.filter((id) => !rollout.batch.includes(id));
  const progress: RolloutRecord = {
    ...rollout,
    old,
    batch: [],
    replaced: rollout.replaced + rollout.batch.length,
  };
  const refill = world.timings.instanceBoot + world.timings.nodeReady;
  if (old.length > 0) {
    nextBatch(world, progress, progress.surge === 0 ? refill : world.timings.instanceTerminate);
    return;
  }
  world.tables.rollouts.put({ ...progress, phase: "scale-down" });
  next(world, progress, progress.surge === 0 ? refill : world.timings.scaleDownStep);
}

function scaleDown(world: World, rollout: RolloutRecord, nodegroup: NodegroupRecord, group: AsgRecord): void {
  // Somebody else scales the group up: EKS stops here and leaves the sizes raised.
  const disturbed = group.desired > rollout.expectedDesired;
  if (disturbed || group.desired <= rollout.before.desired) {
    finish(world, rollout, nodegroup);
    return;
  }
  const desired = group.desired - 1;
  resizeGroup(
    world,
    nodegroup,
    group.name,
    { desired, maxSize: Math.max(rollout.before.maxSize, group.maxSize - 1) },
    "a version update lowered the desired capacity.",
  );
  world.tables.rollouts.put({ ...rollout, expectedDesired: desired });
  next(world, rollout, world.timings.scaleDownStep);
}

function finish(world: World, rollout: RolloutRecord, nodegroup: NodegroupRecord): void {
  const { activeUpdate: _, ...rest } = nodegroup;
  const group = groupOf(world, nodegroup);
  const disturbed = group.desired > rollout.expectedDesired;
  if (!disturbed && group.maxSize !== rollout.before.maxSize) {
    world.tables.autoScalingGroups.put({ ...group, maxSize: rollout.before.maxSize });
  }
  world.tables.nodegroups.put({
    ...rest,
    status: rest.issues.length > 0 ? "DEGRADED" : "ACTIVE",
    modifiedAt: world.now(),
    version: rollout.target.version,
    releaseVersion: rollout.target.releaseVersion,
    ...(rollout.target.launchTemplate === undefined ? {} : { launchTemplate: rollout.target.launchTemplate }),
    scaling: disturbed
      ? { ...rest.scaling, maxSize: group.maxSize, desiredSize: group.desired }
      : { ...rest.scaling, desiredSize: group.desired },
  });
  world.tables.rollouts.delete(rollout.updateId);
  endUpdate(world, rollout.updateId);
}

/** Ends the update as Failed and puts the Auto Scaling group back to what it was. */
function fail(
  world: World,
  rollout: RolloutRecord,
  nodegroup: NodegroupRecord,
  errors: readonly UpdateError[],
  trouble?: Trouble,
): void {
  const { maxSize, desired, launchTemplate, image } = rollout.before;
  for (const id of rollout.old) {
    world.tables.instances.update(id, (row) => ({
      ...row,
      cordoned: false,
      excludedFromLoadBalancers: false,
    }));
  }
  world.tables.autoScalingGroups.update(inPlace(nodegroup, nodegroup.asgName), (row) => ({
    ...row,
    launchTemplate,
    image,
  }));
  resizeGroup(world, nodegroup, nodegroup.asgName, { maxSize, desired }, "a version update was rolled back.");
  const { activeUpdate: _, ...rest } = nodegroup;
  const issues = trouble?.degraded === true ? [...rest.issues, trouble.issue] : rest.issues;
  world.tables.nodegroups.put({ ...rest, issues, status: issues.length > 0 ? "DEGRADED" : "ACTIVE" });
  world.tables.rollouts.delete(rollout.updateId);
  endUpdate(world, rollout.updateId, errors);
}

/** The trouble that this update was told to meet, once it has come far enough. */
function dueTrouble(
  world: World,
  rollout: RolloutRecord,
  nodegroup: NodegroupRecord,
): TroubleRecord | undefined {
  const trouble = nextTrouble(world, nodegroup, "version-update");
  return trouble === undefined || rollout.replaced < (trouble.afterNodes ?? 0) ? undefined : trouble;
}

function failWith(
  world: World,
  rollout: RolloutRecord,
  nodegroup: NodegroupRecord,
  record: TroubleRecord,
): void {
  const trouble = strike(world, nodegroup, record);
  fail(world, rollout, nodegroup, [trouble.error], trouble);
}

function instancesOf(world: World, ids: readonly string[]): InstanceRecord[] {
  return ids.flatMap((id) => {
    const instance = world.tables.instances.get(id);
    return instance === undefined || instance.state === "terminated" ? [] : [instance];
  });
}

function groupOf(world: World, nodegroup: NodegroupRecord): AsgRecord {
  const group = world.tables.autoScalingGroups.get(inPlace(nodegroup, nodegroup.asgName));
  if (group === undefined) throw new Error(`node group ${nodegroup.name} has lost its Auto Scaling group`);
  return group;
}

function next(world: World, rollout: RolloutRecord, seconds: number): void {
  world.schedule(seconds, { type: "rollout-step", update: rollout.updateId });
}
