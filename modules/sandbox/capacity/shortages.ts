import { inPlace, nodegroupKey, placeKey } from "../world/keys.js";
import type { AsgRecord, HealthIssue, NodegroupRecord, ShortageRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** What EC2 cannot give a group now, for one instance type in one zone; undefined when it can. */
export function shortageOf(
  world: World,
  group: AsgRecord,
  type: string,
  zone: string,
): ShortageRecord | undefined {
  if (world.tables.shortages.size === 0) return undefined;
  return world.tables.shortages.by("place", placeKey(group)).find((shortage) => {
    const { cluster, nodegroup, zones, instanceTypes, capacityType } = shortage;
    return (
      (cluster === undefined || cluster === group.nodegroup?.cluster) &&
      (nodegroup === undefined || nodegroup === group.nodegroup?.name) &&
      (zones === undefined || zones.includes(zone) || zones.includes(zone.slice(-1))) &&
      (instanceTypes === undefined || instanceTypes.includes(type)) &&
      (capacityType === undefined || (capacityType === "SPOT") === group.spot)
    );
  });
}

/** The words in which Auto Scaling and EKS tell of a launch that found no capacity. */
export function shortageMessage(group: AsgRecord, types: readonly string[], zone: string): string {
  return group.spot
    ? "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity due to your request configuration. Please adjust your request and try again. Launching EC2 instance failed."
    : `Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient ${types.join(", ")} capacity in the Availability Zone you requested (${zone}). Launching EC2 instance failed.`;
}

const LAUNCH_ISSUES = ["AsgInstanceLaunchFailures", "InsufficientFreeAddresses"];

/** A group has not got what it desires: its node group says so, and is DEGRADED unless it is busy. */
export function noteLaunchFailure(world: World, group: AsgRecord, issue: HealthIssue): void {
  changeIssues(world, group, (issues) =>
    issues.some(({ code }) => code === issue.code) ? issues : [...issues, issue],
  );
}

/** A group has got what it desires: earlier launch failures are over. */
export function forgetLaunchFailures(world: World, group: AsgRecord): void {
  changeIssues(world, group, (issues) =>
    issues.filter((issue) => !(LAUNCH_ISSUES.includes(issue.code) && issue.resourceIds.includes(group.name))),
  );
}

function changeIssues(
  world: World,
  group: AsgRecord,
  change: (issues: readonly HealthIssue[]) => readonly HealthIssue[],
): void {
  if (group.nodegroup === undefined) return;
  const key = nodegroupKey(group, group.nodegroup.cluster, group.nodegroup.name);
  const nodegroup = world.tables.nodegroups.get(key);
  if (nodegroup === undefined) return;
  const issues = change(nodegroup.issues);
  if (issues.length === nodegroup.issues.length) return;
  world.tables.nodegroups.put({ ...nodegroup, issues, status: statusWith(nodegroup, issues) });
}

function statusWith(nodegroup: NodegroupRecord, issues: readonly HealthIssue[]): NodegroupRecord["status"] {
  if (nodegroup.status !== "ACTIVE" && nodegroup.status !== "DEGRADED") return nodegroup.status;
  return issues.length > 0 ? "DEGRADED" : "ACTIVE";
}

/** The groups that a shortage may have kept from launching: they try again when it is over. */
export function groupsShortOf(world: World): AsgRecord[] {
  return [...world.tables.autoScalingGroups.values()].filter(
    (group) =>
      group.deleting !== true &&
      world.tables.instances.count("asg", inPlace(group, group.name)) < group.desired,
  );
}
