import { digest } from "../../world/ids.js";
import type { ClusterRecord, Json, KubernetesRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { at, isList, isObject, numberAt, objectAt, textAt, textsAt } from "../json-value.js";
import { deleteObject, listObjects, writeObject } from "../objects.js";
import { nameSuffix } from "./create-pod.js";
import { isRunning, ownerUid, podsOf } from "./pod-state.js";

const HASH_LABEL = "pod-template-hash";
const REVISION = "deployment.kubernetes.io/revision";

/** The replica sets of a deployment, and which of them has its present template. */
export interface DeploymentSets {
  readonly current: KubernetesRecord | undefined;
  readonly old: readonly KubernetesRecord[];
}

export function setsOf(world: World, cluster: ClusterRecord, deployment: KubernetesRecord): DeploymentSets {
  const hash = templateHash(deployment);
  const all = listObjects(world, cluster, "replicasets", deployment.namespace).filter(
    (set) => ownerUid(set.body) === deployment.uid,
  );
  const current = all.find((set) => textsAt(set.body, "metadata", "labels")[HASH_LABEL] === hash);
  return { current, old: all.filter((set) => set !== current) };
}

/**
 * Takes a deployment one step further: a replica set for its template, as many pods as it should have, and
 * when the template has changed, new ones up and old ones down within max surge and max unavailable.
 */
export function settleDeployment(world: World, cluster: ClusterRecord, deployment: KubernetesRecord): void {
  const wanted = numberAt(deployment.body, "spec", "replicas") ?? 1;
  const sets = setsOf(world, cluster, deployment);
  const recreate = textAt(deployment.body, "spec", "strategy", "type") === "Recreate";
  const oldPods = sets.old.flatMap((set) => podsOf(world, cluster, set));
  if (recreate && oldPods.length > 0) {
    for (const set of sets.old) scale(world, cluster, set, 0);
    return;
  }
  const current = sets.current ?? createSet(world, cluster, deployment, sets.old);
  const size = numberAt(current.body, "spec", "replicas") ?? 0;
  const oldSize = sum(sets.old.map((set) => numberAt(set.body, "spec", "replicas") ?? 0));
  if (oldSize === 0) {
    scale(world, cluster, current, wanted);
  } else {
    const rolling = at(deployment.body, "spec", "strategy", "rollingUpdate");
    const surge = amount(at(rolling, "maxSurge") ?? "25%", wanted, Math.ceil);
    const unavailable = amount(at(rolling, "maxUnavailable") ?? "25%", wanted, Math.floor);
    const step = surge === 0 && unavailable === 0 ? 1 : unavailable;
    scale(world, cluster, current, Math.max(size, Math.min(wanted, wanted + surge - oldSize)));
    let spare = [...oldPods, ...podsOf(world, cluster, current)].filter(isRunning).length - (wanted - step);
    for (const set of sets.old) {
      const replicas = numberAt(set.body, "spec", "replicas") ?? 0;
      const pods = podsOf(world, cluster, set);
      // Pods that never came up go first: they are missed by nobody.
      const idle = pods.filter((pod) => !isRunning(pod)).length;
      const remove = Math.min(replicas, idle + Math.max(0, spare));
      spare -= Math.max(0, remove - idle);
      if (remove > 0) scale(world, cluster, set, replicas - remove);
    }
  }
  const limit = numberAt(deployment.body, "spec", "revisionHistoryLimit") ?? 10;
  const empty = setsOf(world, cluster, deployment).old.filter(
    (set) => numberAt(set.body, "spec", "replicas") === 0,
  );
  for (const set of empty.slice(0, Math.max(0, empty.length - limit))) deleteObject(world, set);
}

/** `25%` or a number, of a total. */
export function amount(value: Json, total: number, round: (value: number) => number): number {
  if (typeof value === "number") return value;
  const percent = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? 0 : round((total * Number(percent)) / 100);
}

function createSet(
  world: World,
  cluster: ClusterRecord,
  deployment: KubernetesRecord,
  old: readonly KubernetesRecord[],
): KubernetesRecord {
  const hash = templateHash(deployment);
  const template = objectAt(deployment.body, "spec", "template");
  const labels = { ...textsAt(template, "metadata", "labels"), [HASH_LABEL]: hash };
  const revisions = old.map((set) => Number(textsAt(set.body, "metadata", "annotations")[REVISION] ?? 0));
  const revision = String(Math.max(0, ...revisions) + 1);
  writeObject(world, cluster, "deployments", deployment.namespace, {
    ...deployment.body,
    metadata: {
      ...objectAt(deployment.body, "metadata"),
      annotations: { ...textsAt(deployment.body, "metadata", "annotations"), [REVISION]: revision },
    },
  });
  return writeObject(world, cluster, "replicasets", deployment.namespace, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${deployment.name}-${hash}`,
      labels,
      annotations: { [REVISION]: revision },
      generation: 1,
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          name: deployment.name,
          uid: deployment.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { ...template, metadata: { ...objectAt(template, "metadata"), labels } },
    },
  });
}

function scale(world: World, cluster: ClusterRecord, set: KubernetesRecord, replicas: number): void {
  if (numberAt(set.body, "spec", "replicas") === replicas) return;
  writeObject(world, cluster, "replicasets", set.namespace, {
    ...set.body,
    spec: { ...objectAt(set.body, "spec"), replicas },
  });
}

function templateHash(deployment: KubernetesRecord): string {
  return nameSuffix(digest(JSON.stringify(inOrder(objectAt(deployment.body, "spec", "template")))), 10);
}

/** The same value with its members in the order of their names and without empty ones: what a template says. */
function inOrder(value: Json): Json {
  if (isList(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([, content]) => content !== null)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, content]) => [name, inOrder(content)]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
