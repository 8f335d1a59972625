import { clusterKey } from "../../world/keys.js";
import type { ClusterRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";

/**
 * Lets the controllers of a cluster look at it `seconds` from now, unless they will sooner anyway. They have
 * nothing to do, and are not asked, where nobody has written anything to the cluster's API.
 */
export function requestSync(
  world: World,
  cluster: Pick<ClusterRecord, "account" | "region" | "name">,
  seconds: number = world.timings.controllerDelay,
): void {
  const key = clusterKey(cluster, cluster.name);
  const { kubernetes, kubernetesSyncs } = world.tables;
  if (kubernetes.count("cluster", key) === 0) return;
  const at = world.now() + (world.lax ? 0 : seconds * 1000);
  const planned = kubernetesSyncs.get(key);
  if (planned !== undefined && planned.at <= at) return;
  kubernetesSyncs.put({ account: cluster.account, region: cluster.region, cluster: cluster.name, at });
  world.schedule(seconds, { type: "kubernetes-sync", cluster: key });
}
