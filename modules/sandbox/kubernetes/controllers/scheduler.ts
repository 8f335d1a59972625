import type { ClusterRecord, Json, JsonObject, KubernetesRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { listAt, objectAt, textAt, textsAt } from "../json-value.js";
import type { ClusterNode } from "../nodes.js";
import { listObjects, writeObject } from "../objects.js";
import { quantity } from "../quantity.js";
import { fitsExpressions } from "../selectors.js";
import { isLeaving, nodeOf, withCondition } from "./pod-state.js";

interface Place {
  readonly object: JsonObject;
  pods: number;
  cpu: number;
  memory: number;
}

/**
 * Binds pods to nodes: those that are open to them by selector, affinity and taints and have room, the one
 * with the fewest pods first. A pod that fits nowhere stays Pending and says why.
 */
export function schedulePods(world: World, cluster: ClusterRecord, nodes: readonly ClusterNode[]): void {
  const pods = listObjects(world, cluster, "pods");
  const pending = pods.filter((pod) => nodeOf(pod) === undefined && !isLeaving(pod));
  if (pending.length === 0) return;
  const places = nodes
    .filter(({ instance }) => instance.state === "running")
    .map(({ object }): Place => placeOf(object, pods));
  for (const pod of pending) {
    const reasons: string[] = [];
    let best: Place | undefined;
    for (const place of places) {
      const reason = refusal(place.object, pod.body) ?? lackOf(place, pod.body);
      if (reason !== undefined) reasons.push(reason);
      else if (best === undefined || place.pods < best.pods) best = place;
    }
    if (best === undefined) stayPending(world, cluster, pod, places.length, reasons);
    else bind(world, cluster, pod, best);
  }
}

/** Why a node does not take a pod at all, in the scheduler's words; undefined when it does. */
export function refusal(node: JsonObject, pod: JsonObject): string | undefined {
  const labels = textsAt(node, "metadata", "labels");
  const selector = Object.entries(textsAt(pod, "spec", "nodeSelector"));
  if (!selector.every(([key, value]) => labels[key] === value) || !fitsAffinity(labels, pod)) {
    return "node(s) didn't match Pod's node affinity/selector";
  }
  const taint = untolerated(node, pod, ["NoSchedule", "NoExecute"]);
  if (taint === undefined) return undefined;
  const key = textAt(taint, "key") ?? "";
  if (key === "node.kubernetes.io/unschedulable") return "node(s) were unschedulable";
  const value = textAt(taint, "value") ?? "";
  return `node(s) had untolerated taint {${key}: ${value}}`;
}

/** The first taint with one of the effects that a pod does not tolerate. */
export function untolerated(node: JsonObject, pod: JsonObject, effects: readonly string[]): Json | undefined {
  const tolerations = listAt(pod, "spec", "tolerations");
  return listAt(node, "spec", "taints").find(
    (taint) =>
      effects.includes(textAt(taint, "effect") ?? "") &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

export function nodeName(node: JsonObject): string {
  return textAt(node, "metadata", "name") ?? "";
}

function placeOf(object: JsonObject, pods: readonly KubernetesRecord[]): Place {
  const own = pods.filter((pod) => nodeOf(pod) === nodeName(object));
  const free = (resource: "cpu" | "memory"): number =>
    quantity(textAt(object, "status", "allocatable", resource)) -
    own.reduce((sum, pod) => sum + requested(pod.body, resource), 0);
  return { object, pods: own.length, cpu: free("cpu"), memory: free("memory") };
}

function lackOf(place: Place, pod: JsonObject): string | undefined {
  if (place.pods >= Number(textAt(place.object, "status", "allocatable", "pods") ?? 17))
    return "Too many pods";
  if (requested(pod, "cpu") > place.cpu) return "Insufficient cpu";
  return requested(pod, "memory") > place.memory ? "Insufficient memory" : undefined;
}

function requested(pod: JsonObject, resource: "cpu" | "memory"): number {
  return listAt(pod, "spec", "containers").reduce<number>((sum, container) => {
    const request = objectAt(container, "resources", "requests")[resource];
    return sum + quantity(typeof request === "string" || typeof request === "number" ? request : undefined);
  }, 0);
}

function bind(world: World, cluster: ClusterRecord, pod: KubernetesRecord, place: Place): void {
  place.pods += 1;
  place.cpu -= requested(pod.body, "cpu");
  place.memory -= requested(pod.body, "memory");
  writeObject(world, cluster, "pods", pod.namespace, {
    ...pod.body,
    spec: { ...objectAt(pod.body, "spec"), nodeName: nodeName(place.object) },
    status: withCondition(objectAt(pod.body, "status"), world.now(), {
      type: "PodScheduled",
      status: "True",
    }),
  });
}

function stayPending(
  world: World,
  cluster: ClusterRecord,
  pod: KubernetesRecord,
  nodes: number,
  reasons: readonly string[],
): void {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const detail = [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(", ");
  const message =
    nodes === 0 ? "no nodes available to schedule pods" : `0/${nodes} nodes are available: ${detail}.`;
  writeObject(world, cluster, "pods", pod.namespace, {
    ...pod.body,
    status: withCondition({ ...objectAt(pod.body, "status"), phase: "Pending" }, world.now(), {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message,
    }),
  });
}

function fitsAffinity(labels: Readonly<Record<string, string>>, pod: JsonObject): boolean {
  const required = objectAt(
    pod,
    "spec",
    "affinity",
    "nodeAffinity",
  ).requiredDuringSchedulingIgnoredDuringExecution;
  const terms = listAt(required, "nodeSelectorTerms");
  return (
    terms.length === 0 || terms.some((term) => fitsExpressions(listAt(term, "matchExpressions"), labels))
  );
}

function tolerates(toleration: Json, taint: Json): boolean {
  const key = textAt(toleration, "key");
  const effect = textAt(toleration, "effect");
  if (key !== undefined && key !== "" && key !== textAt(taint, "key")) return false;
  if (effect !== undefined && effect !== "" && effect !== textAt(taint, "effect")) return false;
  if (textAt(toleration, "operator") === "Exists") return true;
  return key !== undefined && (textAt(toleration, "value") ?? "") === (textAt(taint, "value") ?? "");
}
