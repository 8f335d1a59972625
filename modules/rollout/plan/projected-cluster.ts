import type { JsonObject, JsonValue } from "../../plan/index.js";
import type { ClusterFacts, NodeGroupFacts } from "./fleet-facts.js";
import type { NodeGroupVersion, RolloutStep } from "./rollout-step.js";

/** A cluster as it will be after some of its steps. */
export interface ProjectedCluster {
  readonly facts: ClusterFacts;
  readonly version: string;
  readonly addons: ReadonlyMap<string, string>;
  /** By EKS's name. */
  readonly groups: ReadonlyMap<string, NodeGroupVersion>;
  /** Addresses whose planned changes have been made. */
  readonly changed: ReadonlySet<string>;
}

export function projectedCluster(facts: ClusterFacts): ProjectedCluster {
  return {
    facts,
    version: facts.version,
    addons: new Map(facts.addons.map(({ name, version }) => [name, version])),
    groups: new Map(
      facts.nodeGroups.map((group) => [
        group.name,
        { version: group.version ?? facts.version, releaseVersion: group.releaseVersion },
      ]),
    ),
    changed: new Set(),
  };
}

/** The cluster once a step is done. */
export function afterStep(cluster: ProjectedCluster, step: RolloutStep): ProjectedCluster {
  switch (step.kind) {
    case "cluster-version":
      return { ...cluster, version: step.to };
    case "addon":
      return { ...cluster, addons: new Map([...cluster.addons, [step.addon, step.to]]) };
    case "node-group":
      return { ...cluster, groups: new Map([...cluster.groups, [step.nodeGroup, step.to]]) };
    case "changes":
      return { ...cluster, changed: new Set([...cluster.changed, ...step.addresses]) };
  }
}

/** A node group in the provider's shape, at a version: what is known of it live, else the least that rules need. */
export function nodeGroupValues(
  cluster: ClusterFacts,
  group: NodeGroupFacts,
  at: NodeGroupVersion,
): JsonObject {
  const custom = group.amiType === "CUSTOM";
  const base: { readonly [key: string]: JsonValue } = group.attributes ?? {
    cluster_name: cluster.name,
    node_group_name: group.name,
    ami_type: group.amiType,
    scaling_config: [
      { min_size: group.scaling.min, max_size: group.scaling.max, desired_size: group.scaling.desired },
    ],
    update_config: [
      {
        max_unavailable: group.updateConfig.maxUnavailable,
        max_unavailable_percentage: group.updateConfig.maxUnavailablePercentage,
      },
    ],
  };
  return custom ? base : { ...base, version: at.version, release_version: at.releaseVersion };
}
