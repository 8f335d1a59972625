/** A kind of object that the small Kubernetes API has. */
export interface ApiResource {
  readonly group: "" | "apps" | "policy" | "coordination.k8s.io";
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly subresources: readonly { readonly name: string; readonly kind: string; readonly group?: string }[];
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
  subresources,
});

const scale = { name: "scale", kind: "Scale", group: "autoscaling" };

export const apiResources: readonly ApiResource[] = [
  resource("", "namespaces", "Namespace", false, ["ns"]),
  resource("", "nodes", "Node", false, ["no"]),
  resource("", "pods", "Pod", true, ["po"], [{ name: "eviction", kind: "Eviction", group: "policy" }]),
  resource("", "configmaps", "ConfigMap", true, ["cm"]),
  resource("", "serviceaccounts", "ServiceAccount", true, ["sa"]),
  resource("", "services", "Service", true, ["svc"]),
  resource("", "events", "Event", true, ["ev"]),
  resource("apps", "deployments", "Deployment", true, ["deploy"], [scale]),
  resource("apps", "daemonsets", "DaemonSet", true, ["ds"]),
  resource("apps", "statefulsets", "StatefulSet", true, ["sts"], [scale]),
  resource("policy", "poddisruptionbudgets", "PodDisruptionBudget", true, ["pdb"]),
  resource("coordination.k8s.io", "leases", "Lease", true),
];

export function findResource(group: string, plural: string): ApiResource | undefined {
  return apiResources.find((candidate) => candidate.group === group && candidate.resource === plural);
}

export const apiGroups = ["apps", "policy", "coordination.k8s.io"] as const;
