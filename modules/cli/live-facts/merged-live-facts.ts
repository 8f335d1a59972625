import type { LiveCluster, LiveFacts } from "../../policy/index.js";

/** Live facts of several sources as one; of the same cluster both count, and the later source goes first. */
export function mergedLiveFacts(all: readonly LiveFacts[]): LiveFacts {
  const clusters: { [cluster: string]: LiveCluster } = {};
  for (const each of all) {
    for (const [name, cluster] of Object.entries(each.clusters ?? {})) {
      const known = clusters[name];
      clusters[name] =
        known === undefined
          ? cluster
          : { ...known, ...cluster, nodeGroups: mergedGroups(known.nodeGroups, cluster.nodeGroups) };
    }
  }
  return {
    clusters,
    subnets: Object.assign({}, ...all.map(({ subnets }) => subnets)),
    launchTemplates: Object.assign({}, ...all.map(({ launchTemplates }) => launchTemplates)),
    instanceTypes: Object.assign({}, ...all.map(({ instanceTypes }) => instanceTypes)),
    kubernetesVersions: Object.assign({}, ...all.map(({ kubernetesVersions }) => kubernetesVersions)),
  };
}

type Groups = NonNullable<LiveCluster["nodeGroups"]>;

/** What two sources tell of node groups; of the same group both count, and the second goes first. */
export function mergedGroups(left: Groups = {}, right: Groups = {}): Groups {
  const merged: { [name: string]: Groups[string] } = { ...left };
  for (const [name, group] of Object.entries(right)) merged[name] = { ...merged[name], ...group };
  return merged;
}
