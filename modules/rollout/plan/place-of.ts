import type { ClusterFacts } from "./fleet-facts.js";

/** The part of every step that says where it is. */
export function placeOf(cluster: ClusterFacts): {
  readonly cluster: string;
  readonly stack: string;
  readonly region: string;
  readonly account: string;
} {
  return { cluster: cluster.name, stack: cluster.stack, region: cluster.region, account: cluster.account };
}
