import type { ClusterRecord, KubernetesRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { listAt, numberAt, objectAt } from "../json-value.js";
import type { ClusterNode } from "../nodes.js";
import { listObjects } from "../objects.js";
import { createPod, nameSuffix } from "./create-pod.js";
import { isLeaving, isRunning, nodeOf, ownerUid, podsOf, stopPod } from "./pod-state.js";
import { nodeName, refusal } from "./scheduler.js";

/** Gives a replica set as many pods as it should have; of those too many, the ones that do not run go first. */
export function settleReplicaSet(world: World, cluster: ClusterRecord, set: KubernetesRecord): void {
  const wanted = numberAt(set.body, "spec", "replicas") ?? 1;
  const pods = podsOf(world, cluster, set).sort(
    (left, right) => Number(isRunning(left)) - Number(isRunning(right)),
  );
  for (const extra of pods.slice(0, Math.max(0, pods.length - wanted))) stopPod(world, cluster, extra);
  for (let i = pods.length; i < wanted; i += 1) {
    createPod(world, cluster, set, `${set.name}-${nameSuffix(world.ids.hex(10), 5)}`);
  }
}

/** Gives a stateful set its numbered pods, the next one once the one before runs. */
export function settleStatefulSet(world: World, cluster: ClusterRecord, set: KubernetesRecord): void {
  const wanted = numberAt(set.body, "spec", "replicas") ?? 1;
  const all = listObjects(world, cluster, "pods", set.namespace).filter(
    (pod) => ownerUid(pod.body) === set.uid,
  );
  const numberOf = (pod: KubernetesRecord): number => Number(pod.name.slice(set.name.length + 1));
  for (const pod of all) if (numberOf(pod) >= wanted) stopPod(world, cluster, pod);
  for (let i = 0; i < wanted; i += 1) {
    const pod = all.find((candidate) => numberOf(candidate) === i);
    if (pod === undefined) createPod(world, cluster, set, `${set.name}-${i}`);
    if (pod === undefined || !isRunning(pod)) return;
  }
}

/** Gives every node that takes a daemon set's pods one, and takes it from those that no longer do. */
export function settleDaemonSet(
  world: World,
  cluster: ClusterRecord,
  set: KubernetesRecord,
  nodes: readonly ClusterNode[],
): void {
  const template = daemonTemplate(set);
  const suitable = nodes.filter(
    ({ instance, object }) => instance.state === "running" && refusal(object, template) === undefined,
  );
  const names = new Set(suitable.map(({ object }) => nodeName(object)));
  const pods = listObjects(world, cluster, "pods", set.namespace).filter(
    (pod) => ownerUid(pod.body) === set.uid,
  );
  for (const pod of pods) if (!names.has(nodeOf(pod) ?? "")) stopPod(world, cluster, pod);
  const covered = new Set(pods.filter((pod) => !isLeaving(pod)).map(nodeOf));
  for (const name of names) {
    if (!covered.has(name)) {
      createPod(
        world,
        cluster,
        withTemplate(set, template),
        `${set.name}-${nameSuffix(world.ids.hex(10), 5)}`,
        name,
      );
    }
  }
}

/** How many nodes a daemon set should be on. */
export function daemonNodes(set: KubernetesRecord, nodes: readonly ClusterNode[]): number {
  const template = daemonTemplate(set);
  return nodes.filter(
    ({ instance, object }) => instance.state === "running" && refusal(object, template) === undefined,
  ).length;
}

/** Daemons stay on nodes that are cordoned or not ready. */
function daemonTemplate(set: KubernetesRecord): ReturnType<typeof objectAt> {
  const template = objectAt(set.body, "spec", "template");
  const spec = objectAt(template, "spec");
  const always = ["unschedulable", "not-ready", "unreachable"].map((name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: "Exists",
  }));
  return { ...template, spec: { ...spec, tolerations: [...listAt(spec, "tolerations"), ...always] } };
}

function withTemplate(set: KubernetesRecord, template: ReturnType<typeof objectAt>): KubernetesRecord {
  return { ...set, body: { ...set.body, spec: { ...objectAt(set.body, "spec"), template } } };
}
