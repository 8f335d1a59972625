import { inPlace, nodegroupKey } from "../world/keys.js";
import type { AsgRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** Launched instances are up; their nodes join a little later. */
export function instancesRunning(world: World, ids: readonly string[]): void {
  for (const id of ids) {
    world.tables.instances.update(id, (row) =>
      row.state === "pending" ? { ...row, state: "running" } : row,
    );
  }
  world.schedule(world.timings.nodeReady, { type: "instances-ready", instances: ids });
}

export function instancesReady(world: World, ids: readonly string[]): void {
  for (const id of ids) {
    world.tables.instances.update(id, (row) =>
      row.state === "running" && row.unhealthySince === undefined ? { ...row, ready: true } : row,
    );
  }
}

/** Terminated instances stay visible for a while, as in EC2. */
export function instancesTerminated(world: World, ids: readonly string[]): void {
  for (const id of ids) {
    world.tables.instances.update(id, (row) => ({ ...row, state: "terminated", ready: false }));
  }
  world.schedule(world.timings.instanceForget, { type: "instances-forgotten", instances: ids });
}

export function instancesForgotten(world: World, ids: readonly string[]): void {
  for (const id of ids) world.tables.instances.delete(id);
}

/** EKS notices, some time after, what somebody set at the Auto Scaling group of a node group. */
export function noticeDesiredSizeLater(world: World, group: AsgRecord): void {
  if (group.nodegroup === undefined) return;
  world.schedule(world.timings.desiredSizeLag, {
    type: "desired-size-seen",
    nodegroup: nodegroupKey(group, group.nodegroup.cluster, group.nodegroup.name),
  });
}

export function desiredSizeSeen(world: World, key: string): void {
  world.tables.nodegroups.update(key, (nodegroup) => {
    const group = world.tables.autoScalingGroups.get(inPlace(nodegroup, nodegroup.asgName));
    // While an update runs, the group's sizes are EKS's own doing.
    if (group === undefined || nodegroup.activeUpdate !== undefined) return nodegroup;
    return {
      ...nodegroup,
      scaling: { minSize: group.minSize, maxSize: group.maxSize, desiredSize: group.desired },
    };
  });
}
