import { compareReleases } from "./compare-releases.js";
import type { ClusterFacts, FleetFacts, NodeGroupFacts } from "./fleet-facts.js";
import { minorOf, minorText } from "./kubernetes-minor.js";
import { nodeGroupStages, type StageSettings } from "./node-group-stages.js";
import type { PlannedStage } from "./rollout-plan.js";
import type { LearnedDurations } from "./step-duration.js";

/**
 * The groups of a cluster to an AMI release of the minor that they have: the given one of their AMI type, else
 * the newest. A group already there, or newer, is left alone, as EKS does not go back; so is a custom image.
 */
export function releaseStages(
  cluster: ClusterFacts,
  facts: FleetFacts,
  releases: { readonly [amiType: string]: string } | null,
  settings: StageSettings,
  learned: LearnedDurations,
): readonly PlannedStage[] {
  const targets = new Map<string, string>();
  for (const group of cluster.nodeGroups) {
    const release = targetRelease(group, facts, releases);
    if (release !== undefined && isOlder(group.releaseVersion, release)) targets.set(group.name, release);
  }
  return nodeGroupStages(
    cluster,
    cluster.nodeGroups.filter(({ name }) => targets.has(name)),
    settings,
    learned,
    {
      name: "AMI release",
      clusterVersion: cluster.version,
      stageOffset: 0,
      from: (group) => ({ version: versionOf(group, cluster), releaseVersion: group.releaseVersion }),
      to: (group) => ({
        version: versionOf(group, cluster),
        releaseVersion: targets.get(group.name) ?? null,
      }),
    },
  );
}

function targetRelease(
  group: NodeGroupFacts,
  facts: FleetFacts,
  releases: { readonly [amiType: string]: string } | null,
): string | undefined {
  const minor = minorOf(group.version);
  if (minor === undefined) return undefined;
  if (releases === null) return facts.releases[group.amiType]?.[minorText(minor)];
  const given = releases[group.amiType];
  // A release of another minor would be a Kubernetes upgrade, which has its own way and order.
  return given === undefined || !belongsTo(given, minor) ? undefined : given;
}

/** Bottlerocket's and Windows' releases do not all tell their minor; those that do must have the group's. */
function belongsTo(release: string, minor: number): boolean {
  return !/^1\.\d+\.\d+-\d{8}$/.test(release) || minorOf(release) === minor;
}

function isOlder(live: string | null, release: string): boolean {
  return live === null || (live !== release && compareReleases(live, release) <= 0);
}

function versionOf(group: NodeGroupFacts, cluster: ClusterFacts): string {
  return group.version ?? cluster.version;
}
