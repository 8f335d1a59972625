import type { ClusterRecord, Json, JsonObject, KubernetesRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { at, listAt, textAt, textsAt } from "./json-value.js";
import { deleteObject, listObjects, showObject } from "./objects.js";
import { fitsSelector } from "./selectors.js";
import { isRunning, settleWorkloads } from "./workloads.js";

/** How many more pods a disruption budget lets go now. */
export interface Budget {
  readonly expected: number;
  readonly healthy: number;
  readonly desiredHealthy: number;
  readonly allowed: number;
}

export function budgetOf(world: World, cluster: ClusterRecord, pdb: KubernetesRecord): Budget {
  const pods = listObjects(world, cluster, "pods", pdb.namespace).filter((pod) => covers(pdb, pod));
  const healthy = pods.filter(isRunning).length;
  const expected = pods.length;
  const minAvailable = amount(at(pdb.body, "spec", "minAvailable"), expected);
  const maxUnavailable = amount(at(pdb.body, "spec", "maxUnavailable"), expected);
  const desiredHealthy =
    minAvailable ?? (maxUnavailable === undefined ? expected : Math.max(0, expected - maxUnavailable));
  return { expected, healthy, desiredHealthy, allowed: Math.max(0, healthy - desiredHealthy) };
}

export function showBudget(world: World, cluster: ClusterRecord, pdb: KubernetesRecord): JsonObject {
  const budget = budgetOf(world, cluster, pdb);
  return {
    ...showObject(pdb),
    status: {
      currentHealthy: budget.healthy,
      desiredHealthy: budget.desiredHealthy,
      disruptionsAllowed: budget.allowed,
      expectedPods: budget.expected,
      observedGeneration: 1,
    },
  };
}

/** Evicts a pod; the name of the budget that forbids it, if one does. */
export function evict(world: World, cluster: ClusterRecord, pod: KubernetesRecord): string | undefined {
  for (const pdb of listObjects(world, cluster, "poddisruptionbudgets", pod.namespace)) {
    if (covers(pdb, pod) && isRunning(pod) && budgetOf(world, cluster, pdb).allowed === 0) return pdb.name;
  }
  deleteObject(world, pod);
  settleWorkloads(world, cluster);
  return undefined;
}

/** Tries to empty a node as EKS does before it terminates it: the pods that could not be evicted. */
export function drainNode(
  world: World,
  cluster: ClusterRecord,
  node: string,
  force: boolean,
): KubernetesRecord[] {
  const pods = listObjects(world, cluster, "pods").filter(
    (pod) =>
      textAt(pod.body, "spec", "nodeName") === node &&
      textAt(listAt(pod.body, "metadata", "ownerReferences")[0], "kind") !== "DaemonSet",
  );
  if (force) {
    for (const pod of pods) deleteObject(world, pod);
    return [];
  }
  return pods.filter((pod) => evict(world, cluster, pod) !== undefined);
}

function covers(pdb: KubernetesRecord, pod: KubernetesRecord): boolean {
  return fitsSelector(at(pdb.body, "spec", "selector"), textsAt(pod.body, "metadata", "labels"));
}

function amount(value: Json | undefined, total: number): number | undefined {
  if (typeof value === "number") return value;
  const percent = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((total * Number(percent)) / 100);
}
