import type { ClusterSelector, RolloutDefinition } from "../definition/rollout-definition.js";
import type { ClusterFacts } from "./fleet-facts.js";

type Member = Pick<ClusterFacts, "name" | "labels">;

/**
 * Which clusters are in which wave, in the facts' order: a cluster belongs to the first wave that selects it.
 * The second part holds those that no wave selects.
 */
export function waveMembers<Cluster extends Member>(
  definition: RolloutDefinition,
  clusters: readonly Cluster[],
): { readonly waves: readonly (readonly Cluster[])[]; readonly unassigned: readonly Cluster[] } {
  let rest = clusters;
  const waves = definition.waves.map((wave) => {
    const members = rest.filter((cluster) => selects(wave.clusters, cluster));
    rest = rest.filter((cluster) => !members.includes(cluster));
    return members;
  });
  return { waves, unassigned: rest };
}

export function selects(selector: ClusterSelector, cluster: Member): boolean {
  if (selector.kind === "all") return true;
  const named = selector.names?.some((pattern) => matchesGlob(pattern, cluster.name)) ?? true;
  return (
    named &&
    Object.entries(selector.labels).every(([key, values]) => {
      const value = cluster.labels[key];
      return value !== undefined && values.includes(value);
    })
  );
}

/** `*` is any run of characters, `?` any one; everything else stands for itself. */
export function matchesGlob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`).test(text);
}
