import type { NodeGroupFacts } from "./fleet-facts.js";

/** Nodes that EKS replaces at once: the group's update config, 1 where it says nothing, at most 100. */
export function maxUnavailableOf(group: Pick<NodeGroupFacts, "updateConfig" | "scaling">): number {
  const { maxUnavailable, maxUnavailablePercentage } = group.updateConfig;
  if (maxUnavailable !== null && maxUnavailable > 0) return Math.min(100, maxUnavailable);
  if (maxUnavailablePercentage === null || maxUnavailablePercentage === 0) return 1;
  return Math.min(100, Math.max(1, Math.ceil((group.scaling.desired * maxUnavailablePercentage) / 100)));
}

/** Extra nodes during a version update: EKS scales up by max(2 × zones, max unavailable). */
export function surgeOf(group: Pick<NodeGroupFacts, "updateConfig" | "scaling" | "zoneCount">): number {
  return Math.max(2 * group.zoneCount, maxUnavailableOf(group));
}
