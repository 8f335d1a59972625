import type { ClusterRecord, Json, JsonObject, KubernetesRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { at, listAt, objectAt, textAt } from "../json-value.js";
import { deleteObject, listObjects, writeObject } from "../objects.js";

/** The pods whose controller is `owner`, those on their way out aside. */
export function podsOf(world: World, cluster: ClusterRecord, owner: KubernetesRecord): KubernetesRecord[] {
  return listObjects(world, cluster, "pods", owner.namespace).filter(
    (pod) => ownerUid(pod.body) === owner.uid && !isLeaving(pod),
  );
}

export function ownerUid(object: JsonObject): string | undefined {
  return textAt(listAt(object, "metadata", "ownerReferences")[0], "uid");
}

export function ownerKind(object: JsonObject): string | undefined {
  return textAt(listAt(object, "metadata", "ownerReferences")[0], "kind");
}

export function isRunning(pod: KubernetesRecord): boolean {
  return textAt(pod.body, "status", "phase") === "Running" && !isLeaving(pod);
}

/** Deleted, but its containers have not stopped yet. */
export function isLeaving(pod: KubernetesRecord): boolean {
  return at(pod.body, "metadata", "deletionTimestamp") !== undefined;
}

export function nodeOf(pod: KubernetesRecord): string | undefined {
  return textAt(pod.body, "spec", "nodeName");
}

/** Begins to stop a pod; one that runs nowhere yet, or may take no time, is gone at once. */
export function stopPod(
  world: World,
  cluster: ClusterRecord,
  pod: KubernetesRecord,
  graceSeconds?: number,
): void {
  if (isLeaving(pod) && graceSeconds !== 0) return;
  if (nodeOf(pod) === undefined || graceSeconds === 0 || world.timings.podTermination === 0 || world.lax) {
    deleteObject(world, pod);
    return;
  }
  writeObject(world, cluster, "pods", pod.namespace, {
    ...pod.body,
    metadata: {
      ...objectAt(pod.body, "metadata"),
      deletionTimestamp: isoTime(world.now() + world.timings.podTermination * 1000),
      deletionGracePeriodSeconds: world.timings.podTermination,
    },
  });
}

/** A pod's conditions with one of them set; the time of its last change stays while the status does. */
export function withCondition(
  status: JsonObject,
  now: number,
  condition: { readonly type: string; readonly status: "True" | "False" } & JsonObject,
): JsonObject {
  const old = listAt(status, "conditions");
  const before = old.find((entry) => textAt(entry, "type") === condition.type);
  const since =
    textAt(before, "status") === condition.status ? textAt(before, "lastTransitionTime") : undefined;
  const changed: Json = { ...condition, lastTransitionTime: since ?? isoTime(now) };
  return { ...status, conditions: [...old.filter((entry) => entry !== before), changed] };
}

/** When a condition last changed, in the world's milliseconds. */
export function conditionSince(pod: KubernetesRecord, type: string): number | undefined {
  const found = listAt(pod.body, "status", "conditions").find((entry) => textAt(entry, "type") === type);
  const since = textAt(found, "lastTransitionTime");
  return since === undefined ? undefined : Date.parse(since);
}

export function isoTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
