import type { ClusterRecord, Json, JsonObject, KubernetesRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { isLeaving, isRunning, ownerUid, stopPod } from "./controllers/pod-state.js";
import { requestSync } from "./controllers/request-sync.js";
import { at, listAt, numberAt, textAt, textsAt } from "./json-value.js";
import { listObjects, showObject } from "./objects.js";
import { fitsSelector } from "./selectors.js";

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
  // What a budget expects is what the pods' owners want, not what is there while some are being replaced.
  const expected = expectedPods(world, cluster, pods);
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

/** The budget that forbids the eviction of a pod, and why in the API server's words. */
export interface HeldBy {
  readonly name: string;
  readonly reason: string;
}

/** Evicts a pod, unless a disruption budget forbids it. A pod that does not run disturbs nobody. */
export function evict(world: World, cluster: ClusterRecord, pod: KubernetesRecord): HeldBy | undefined {
  if (isLeaving(pod)) return undefined;
  for (const pdb of listObjects(world, cluster, "poddisruptionbudgets", pod.namespace)) {
    if (!covers(pdb, pod) || !isRunning(pod)) continue;
    const budget = budgetOf(world, cluster, pdb);
    if (budget.allowed === 0) {
      const reason = `The disruption budget ${pdb.name} needs ${budget.desiredHealthy} healthy pods and has ${budget.healthy} currently`;
      return { name: pdb.name, reason };
    }
  }
  stopPod(world, cluster, pod);
  requestSync(world, cluster);
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
    for (const pod of pods) stopPod(world, cluster, pod);
    requestSync(world, cluster);
    return [];
  }
  return pods.filter((pod) => evict(world, cluster, pod) !== undefined);
}

function covers(pdb: KubernetesRecord, pod: KubernetesRecord): boolean {
  return fitsSelector(at(pdb.body, "spec", "selector"), textsAt(pod.body, "metadata", "labels"));
}

function expectedPods(world: World, cluster: ClusterRecord, pods: readonly KubernetesRecord[]): number {
  const owners = new Set(pods.map((pod) => ownerUid(pod.body)).filter((uid) => uid !== undefined));
  const loose = pods.filter((pod) => ownerUid(pod.body) === undefined).length;
  const wanted = ["replicasets", "statefulsets"]
    .flatMap((resource) => listObjects(world, cluster, resource))
    .filter(({ uid }) => owners.has(uid))
    .reduce((sum, set) => sum + (numberAt(set.body, "spec", "replicas") ?? 1), 0);
  return wanted === 0 ? pods.length : wanted + loose;
}

function amount(value: Json | undefined, total: number): number | undefined {
  if (typeof value === "number") return value;
  const percent = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((total * Number(percent)) / 100);
}
