import type { UnfinishedApply } from "../../apply/index.js";
import type { LiveFacts, LiveNodeGroup } from "../../policy/index.js";

/**
 * Live facts in which a node group counts as active while EKS carries out an update of it that earlier applies
 * of ours asked for: going on with those follows the update, so it is in nobody's way. Of an apply that came to
 * its end only the very update counts that its wait ran out on; of an interrupted one whatever runs on a group
 * that it had begun to change, because the update's id may never have reached us.
 */
export function withoutOwnUpdates(live: LiveFacts, unfinished: readonly UnfinishedApply[]): LiveFacts {
  const own = (cluster: string, name: string, group: LiveNodeGroup): boolean =>
    unfinished.some(({ ended, open }) =>
      open.some(({ result, wait }) => {
        if (wait?.kind !== "eks-update" || wait.clusterName !== cluster || wait.nodegroupName !== name) {
          return false;
        }
        return !ended || result.updateId === group.runningUpdate?.id;
      }),
    );
  const clusters = Object.entries(live.clusters ?? {}).map(([key, cluster]) => {
    const groups = Object.entries(cluster.nodeGroups ?? {}).map(([name, group]) => {
      const isOwn = group.status === "UPDATING" && own(key.slice(key.indexOf("/") + 1), name, group);
      return [name, isOwn ? asActive(group) : group] as const;
    });
    return [
      key,
      cluster.nodeGroups === undefined ? cluster : { ...cluster, nodeGroups: Object.fromEntries(groups) },
    ];
  });
  return { ...live, clusters: Object.fromEntries(clusters) };
}

function asActive({ runningUpdate: _, ...group }: LiveNodeGroup): LiveNodeGroup {
  return { ...group, status: "ACTIVE" };
}
