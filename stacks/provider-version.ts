import type { Cluster, NodeGroup } from "../modules/fleet/index.js";

/**
 * The version constraint of a cluster's stack: the fleet file's own, or any release from 5.100 on, and the
 * release in which the youngest of what its node groups use came.
 */
export function providerVersion(cluster: Cluster): string {
  const needed = Math.max(0, ...cluster.nodeGroups.map(minorRelease));
  if (cluster.awsProvider !== null)
    return needed === 0 ? cluster.awsProvider : `${cluster.awsProvider}, >= 6.${needed}.0`;
  return needed === 0 ? ">= 5.100.0, < 7.0.0" : `>= 6.${needed}.0, < 7.0.0`;
}

/** The release of 6.x that a group needs; 0 for none. */
function minorRelease({ nodeRepair, rootVolume, updateConfig }: NodeGroup): number {
  const { enabled: _, ...limits } = nodeRepair ?? { enabled: false };
  return Math.max(
    updateConfig?.strategy === undefined ? 0 : 26,
    Object.keys(limits).length === 0 ? 0 : 20,
    (rootVolume.throughput ?? 0) > 1000 ? 17 : 0,
  );
}
