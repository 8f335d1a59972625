import type { ClusterRecord, Json, JsonObject, KubernetesRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { listAt, numberAt, objectAt, textAt, textsAt } from "./json-value.js";
import { type ClusterNode, clusterNodes } from "./nodes.js";
import { deleteObject, listObjects, showObject, writeObject } from "./objects.js";

/**
 * Does at once what Kubernetes' controllers and scheduler do in time: drops pods whose node has gone, gives
 * every deployment and stateful set its replicas and every daemon set a pod on each node, and puts pending
 * pods on nodes that take them. Called before the API or a drain looks at the pods.
 */
export function settleWorkloads(world: World, cluster: ClusterRecord): void {
  if (world.tables.kubernetes.count("cluster", `${cluster.account}/${cluster.region}/${cluster.name}`) === 0)
    return;
  const nodes = clusterNodes(world, cluster);
  const alive = new Set(
    nodes.flatMap(({ instance, object }) => (instance.state === "running" ? [nodeName(object)] : [])),
  );
  for (const pod of listObjects(world, cluster, "pods")) {
    const node = textAt(pod.body, "spec", "nodeName");
    if (node !== undefined && !alive.has(node)) deleteObject(world, pod);
  }
  for (const resource of ["deployments", "statefulsets"]) {
    for (const owner of listObjects(world, cluster, resource)) {
      settleReplicas(world, cluster, owner, numberAt(owner.body, "spec", "replicas") ?? 1);
    }
  }
  for (const owner of listObjects(world, cluster, "daemonsets")) settleDaemons(world, cluster, owner, nodes);
  schedule(world, cluster, nodes);
}

/** The pods that a deployment, stateful set or daemon set has. */
export function podsOf(world: World, cluster: ClusterRecord, owner: KubernetesRecord): KubernetesRecord[] {
  return listObjects(world, cluster, "pods", owner.namespace).filter(
    (pod) => textAt(listAt(pod.body, "metadata", "ownerReferences")[0], "uid") === owner.uid,
  );
}

export function isRunning(pod: KubernetesRecord): boolean {
  return textAt(pod.body, "status", "phase") === "Running";
}

/** A workload with the status that its controller would have written by now. */
export function showWorkload(world: World, cluster: ClusterRecord, owner: KubernetesRecord): JsonObject {
  const pods = podsOf(world, cluster, owner);
  const ready = pods.filter(isRunning).length;
  const shown = showObject(owner);
  const generation = numberAt(owner.body, "metadata", "generation") ?? 1;
  const status: JsonObject =
    owner.resource === "daemonsets"
      ? {
          currentNumberScheduled: pods.length,
          desiredNumberScheduled: pods.length,
          numberAvailable: ready,
          numberMisscheduled: 0,
          numberReady: ready,
          updatedNumberScheduled: pods.length,
          observedGeneration: generation,
        }
      : {
          replicas: pods.length,
          readyReplicas: ready,
          availableReplicas: ready,
          updatedReplicas: pods.length,
          observedGeneration: generation,
          conditions: [
            {
              type: "Available",
              status: ready === pods.length ? "True" : "False",
              reason: "MinimumReplicas",
            },
          ],
        };
  return { ...shown, metadata: { ...objectAt(shown, "metadata"), generation }, status };
}

function settleReplicas(world: World, cluster: ClusterRecord, owner: KubernetesRecord, wanted: number): void {
  const pods = podsOf(world, cluster, owner);
  for (const extra of pods.slice(wanted)) deleteObject(world, extra);
  for (let i = pods.length; i < wanted; i += 1) {
    const suffix = world.ids.hex(5).toLowerCase();
    createPod(world, cluster, owner, `${owner.name}-${owner.uid.slice(0, 8)}-${suffix}`, undefined);
  }
}

function settleDaemons(
  world: World,
  cluster: ClusterRecord,
  owner: KubernetesRecord,
  nodes: readonly ClusterNode[],
): void {
  const covered = new Set(podsOf(world, cluster, owner).map((pod) => textAt(pod.body, "spec", "nodeName")));
  for (const { instance, object } of nodes) {
    if (instance.state !== "running" || !instance.ready || covered.has(nodeName(object))) continue;
    const suffix = world.ids.hex(5).toLowerCase();
    createPod(world, cluster, owner, `${owner.name}-${suffix}`, nodeName(object));
  }
}

function createPod(
  world: World,
  cluster: ClusterRecord,
  owner: KubernetesRecord,
  name: string,
  node: string | undefined,
): void {
  const template = objectAt(owner.body, "spec", "template");
  const kind =
    owner.resource === "daemonsets"
      ? "DaemonSet"
      : owner.resource === "statefulsets"
        ? "StatefulSet"
        : "ReplicaSet";
  const ownerName = kind === "ReplicaSet" ? `${owner.name}-${owner.uid.slice(0, 8)}` : owner.name;
  writeObject(world, cluster, "pods", owner.namespace, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      labels: textsAt(template, "metadata", "labels"),
      annotations: textsAt(template, "metadata", "annotations"),
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind,
          name: ownerName,
          uid: owner.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { ...objectAt(template, "spec"), ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase: node === undefined ? "Pending" : "Running" },
  });
}

/** Puts pending pods on the ready, open nodes that have the fewest and whose taints they tolerate. */
function schedule(world: World, cluster: ClusterRecord, nodes: readonly ClusterNode[]): void {
  const pods = listObjects(world, cluster, "pods");
  const pending = pods.filter((pod) => textAt(pod.body, "spec", "nodeName") === undefined);
  if (pending.length === 0) return;
  const open = nodes
    .filter(({ instance }) => instance.state === "running" && instance.ready && instance.cordoned !== true)
    .map(({ object }) => ({
      object,
      load: pods.filter((pod) => textAt(pod.body, "spec", "nodeName") === nodeName(object)).length,
      room: Number(textAt(object, "status", "allocatable", "pods") ?? 17),
    }));
  for (const pod of pending) {
    const place = open
      .filter((node) => node.load < node.room && takes(node.object, pod.body))
      .sort((left, right) => left.load - right.load)[0];
    if (place === undefined) continue;
    place.load += 1;
    writeObject(world, cluster, "pods", pod.namespace, {
      ...pod.body,
      spec: { ...objectAt(pod.body, "spec"), nodeName: nodeName(place.object) },
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "True" }],
        startTime: `${new Date(world.now()).toISOString().slice(0, 19)}Z`,
      },
    });
  }
}

function takes(node: JsonObject, pod: JsonObject): boolean {
  const labels = textsAt(node, "metadata", "labels");
  const wanted = Object.entries(textsAt(pod, "spec", "nodeSelector"));
  const tolerations = listAt(pod, "spec", "tolerations");
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    listAt(node, "spec", "taints").every(
      (taint) =>
        textAt(taint, "effect") === "PreferNoSchedule" ||
        tolerations.some((toleration) => tolerates(toleration, taint)),
    )
  );
}

function tolerates(toleration: Json, taint: Json): boolean {
  const key = textAt(toleration, "key");
  const effect = textAt(toleration, "effect");
  if (key !== undefined && key !== textAt(taint, "key")) return false;
  if (effect !== undefined && effect !== "" && effect !== textAt(taint, "effect")) return false;
  if (textAt(toleration, "operator") === "Exists") return true;
  return key !== undefined && (textAt(toleration, "value") ?? "") === (textAt(taint, "value") ?? "");
}

function nodeName(node: JsonObject): string {
  return textAt(node, "metadata", "name") ?? "";
}
