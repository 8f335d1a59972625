/** A kind of object that the small Kubernetes API has. */
export interface ApiResource {
  readonly group: "" | "apps" | "policy" | "coordination.k8s.io";
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** In `kubectl get all`. */
  readonly common: boolean;
  readonly subresources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly group?: string;
    readonly version?: string;
  }[];
}

const resource = (
  group: ApiResource["group"],
  plural: string,
  kind: string,
  namespaced: boolean,
  shortNames: readonly string[] = [],
  subresources: ApiResource["subresources"] = [],
): ApiResource => ({
  group,
  resource: plural,
  singular: kind.toLowerCase(),
  kind,
  namespaced,
  shortNames,
  common: ["pods", "services", "deployments", "replicasets", "daemonsets", "statefulsets"].includes(plural),
  subresources,
});

const scale = { name: "scale", kind: "Scale", group: "autoscaling", version: "v1" };
const eviction = { name: "eviction", kind: "Eviction", group: "policy", version: "v1" };
const status = (kind: string) => ({ name: "status", kind });

export const apiResources: readonly ApiResource[] = [
  resource("", "namespaces", "Namespace", false, ["ns"]),
  resource("", "nodes", "Node", false, ["no"], [status("Node")]),
  resource("", "pods", "Pod", true, ["po"], [eviction, status("Pod")]),
  resource("", "configmaps", "ConfigMap", true, ["cm"]),
  resource("", "secrets", "Secret", true),
  resource("", "serviceaccounts", "ServiceAccount", true, ["sa"]),
  resource("", "services", "Service", true, ["svc"]),
  resource("", "events", "Event", true, ["ev"]),
  resource("apps", "deployments", "Deployment", true, ["deploy"], [scale, status("Deployment")]),
  resource("apps", "replicasets", "ReplicaSet", true, ["rs"], [scale, status("ReplicaSet")]),
  resource("apps", "daemonsets", "DaemonSet", true, ["ds"], [status("DaemonSet")]),
  resource("apps", "statefulsets", "StatefulSet", true, ["sts"], [scale, status("StatefulSet")]),
  resource("policy", "poddisruptionbudgets", "PodDisruptionBudget", true, ["pdb"]),
  resource("coordination.k8s.io", "leases", "Lease", true),
];

export function findResource(group: string, plural: string): ApiResource | undefined {
  return apiResources.find((candidate) => candidate.group === group && candidate.resource === plural);
}

export function apiVersion(resource: ApiResource): string {
  return resource.group === "" ? "v1" : `${resource.group}/v1`;
}

export const apiGroups = ["apps", "policy", "coordination.k8s.io"] as const;
