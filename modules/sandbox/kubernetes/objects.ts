import type { ClusterRecord, JsonObject, KubernetesRecord } from "../world/records.js";
import { inCluster, kubernetesKey } from "../world/tables.js";
import type { World } from "../world/world.js";
import { objectAt, textAt } from "./json-value.js";

/** The kept objects of one kind in a cluster, of one namespace or of all. */
export function listObjects(
  world: World,
  cluster: ClusterRecord,
  resource: string,
  namespace?: string,
): KubernetesRecord[] {
  return world.tables.kubernetes
    .by("resource", inCluster({ ...cluster, cluster: cluster.name }, resource))
    .filter((row) => namespace === undefined || row.namespace === namespace);
}

export function findObject(
  world: World,
  cluster: ClusterRecord,
  resource: string,
  namespace: string,
  name: string,
): KubernetesRecord | undefined {
  return world.tables.kubernetes.get(
    kubernetesKey({ ...cluster, cluster: cluster.name }, resource, namespace, name),
  );
}

/** Writes an object, new or changed; gives it what the API server gives: uid and time. */
export function writeObject(
  world: World,
  cluster: ClusterRecord,
  resource: string,
  namespace: string,
  body: JsonObject,
): KubernetesRecord {
  const name = textAt(body, "metadata", "name") ?? "";
  const old = findObject(world, cluster, resource, namespace, name);
  if (old !== undefined && JSON.stringify(old.body) === JSON.stringify(body)) return old;
  return world.tables.kubernetes.put({
    account: cluster.account,
    region: cluster.region,
    cluster: cluster.name,
    resource,
    namespace,
    name,
    uid: old?.uid ?? world.ids.uuid(),
    createdAt: old?.createdAt ?? world.now(),
    body,
  });
}

export function deleteObject(world: World, record: KubernetesRecord): void {
  world.tables.kubernetes.delete(kubernetesKey(record, record.resource, record.namespace, record.name));
}

/** An object as the API shows it: what was written, with what the server adds. */
export function showObject(record: KubernetesRecord): JsonObject {
  return {
    ...record.body,
    metadata: {
      ...objectAt(record.body, "metadata"),
      ...(record.namespace === "" ? {} : { namespace: record.namespace }),
      uid: record.uid,
      creationTimestamp: `${new Date(record.createdAt).toISOString().slice(0, 19)}Z`,
    },
  };
}
