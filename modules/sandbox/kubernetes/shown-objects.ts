import type { ClusterRecord, JsonObject, KubernetesRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { showWorkload } from "./controllers/workload-status.js";
import { showBudget } from "./evictions.js";
import { clusterNodes } from "./nodes.js";
import { type ResourceView, viewResource } from "./object-views.js";
import { listObjects, showObject } from "./objects.js";
import type { ApiResource } from "./resources.js";

export const BUILT_IN_NAMESPACES: readonly string[] = [
  "default",
  "kube-node-lease",
  "kube-public",
  "kube-system",
];

/** The objects of one kind as the API shows them now, of every namespace, with their versions. */
export function shownNow(world: World, cluster: ClusterRecord, resource: ApiResource): ResourceView {
  return viewResource(world, cluster, resource.resource, () => {
    if (resource.resource === "nodes") return clusterNodes(world, cluster).map(({ object }) => object);
    const kept = listObjects(world, cluster, resource.resource).map((record) => show(world, cluster, record));
    return resource.resource === "namespaces"
      ? [...BUILT_IN_NAMESPACES.map((name) => namespaceObject(cluster, name)), ...kept]
      : kept;
  });
}

export function isBuiltIn(resource: ApiResource, name: string): boolean {
  return resource.resource === "namespaces" && BUILT_IN_NAMESPACES.includes(name);
}

function show(world: World, cluster: ClusterRecord, record: KubernetesRecord): JsonObject {
  switch (record.resource) {
    case "deployments":
    case "replicasets":
    case "statefulsets":
    case "daemonsets":
      return showWorkload(world, cluster, record);
    case "poddisruptionbudgets":
      return showBudget(world, cluster, record);
    default:
      return showObject(record);
  }
}

function namespaceObject(cluster: ClusterRecord, name: string): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      uid: name,
      creationTimestamp: `${new Date(cluster.createdAt).toISOString().slice(0, 19)}Z`,
      labels: { "kubernetes.io/metadata.name": name },
    },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
}
