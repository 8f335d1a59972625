import type { Diagnostic } from "../../diagnostics/index.js";
import { addonTarget } from "./addon-target.js";
import type { ClusterFacts, FleetFacts, NodeGroupFacts } from "./fleet-facts.js";
import { minorOf, minorText } from "./kubernetes-minor.js";
import { nodeGroupStages, type StageSettings } from "./node-group-stages.js";
import { placeOf } from "./place-of.js";
import type { PlannedStage, PlannedStep } from "./rollout-plan.js";
import type { NodeGroupVersion } from "./rollout-step.js";
import { addonDuration, clusterVersionDuration, type LearnedDurations } from "./step-duration.js";

export type ClusterStages =
  | { readonly kind: "stages"; readonly stages: readonly PlannedStage[] }
  | { readonly kind: "problem"; readonly problem: Diagnostic };

/**
 * A cluster's way to a Kubernetes minor: its groups level first; then for each minor the control plane, the
 * add-ons, and the groups zone by zone. So no group is ever more than one minor behind, and none before a step
 * of its cluster.
 */
export function kubernetesStages(
  cluster: ClusterFacts,
  facts: FleetFacts,
  target: string,
  settings: StageSettings,
  learned: LearnedDurations,
): ClusterStages {
  const from = minorOf(cluster.version);
  const to = minorOf(target);
  if (from === undefined || to === undefined) {
    return problem(
      cluster,
      "ROLLOUT_UNKNOWN_VERSION",
      `${cluster.version} or ${target} is not a Kubernetes version`,
      "Write a minor such as 1.33.",
    );
  }
  if (to < from) {
    return problem(
      cluster,
      "ROLLOUT_NO_WAY_BACK",
      `Cluster ${cluster.name} is on ${cluster.version}, newer than ${target}`,
      "EKS cannot take a control plane back. Leave the cluster out of the waves, or choose a newer target.",
    );
  }
  const custom = cluster.nodeGroups.filter((group) => minorOf(group.version) === undefined);
  if (custom.length > 0 && to > from) {
    return problem(
      cluster,
      "ROLLOUT_CUSTOM_IMAGE",
      `Cluster ${cluster.name} has node groups whose Kubernetes version EKS does not know`,
      `${custom.map(({ name }) => name).join(", ")} use a custom image. Give them an image of the next minor in the fleet file and roll that as planned changes, one minor at a time.`,
    );
  }
  const levels = new Map<string, NodeGroupVersion>();
  for (const group of cluster.nodeGroups) {
    levels.set(group.name, {
      version: group.version ?? cluster.version,
      releaseVersion: group.releaseVersion,
    });
  }
  const stages: PlannedStage[] = [];
  const addons = new Map(cluster.addons.map(({ name, version }) => [name, version]));
  const level = (minor: number, name: string): void => {
    const lagging = cluster.nodeGroups.filter(
      (group) => (minorOf(levels.get(group.name)?.version ?? null) ?? minor) < minor,
    );
    stages.push(
      ...nodeGroupStages(cluster, lagging, settings, learned, {
        name,
        clusterVersion: minorText(minor),
        stageOffset: stages.length,
        from: (group) => levels.get(group.name) ?? { version: cluster.version, releaseVersion: null },
        to: (group) => versionAt(facts, group, minor),
      }),
    );
    for (const group of lagging) levels.set(group.name, versionAt(facts, group, minor));
  };
  level(from, `level groups at ${minorText(from)}`);
  for (let minor = from + 1; minor <= to; minor++) {
    stages.push(controlPlaneStage(cluster, minor, stages.length, learned));
    const addonStage = addonsStage(cluster, facts, addons, minor, stages.length, learned);
    if (addonStage.steps.length > 0) stages.push(addonStage);
    level(minor, `groups to ${minorText(minor)}`);
  }
  return { kind: "stages", stages };
}

function versionAt(facts: FleetFacts, group: NodeGroupFacts, minor: number): NodeGroupVersion {
  return {
    version: minorText(minor),
    releaseVersion: facts.releases[group.amiType]?.[minorText(minor)] ?? null,
  };
}

function controlPlaneStage(
  cluster: ClusterFacts,
  minor: number,
  index: number,
  learned: LearnedDurations,
): PlannedStage {
  const to = minorText(minor);
  const step: PlannedStep = {
    step: {
      kind: "cluster-version",
      id: `${cluster.name}/${index + 1}/control-plane`,
      ...placeOf(cluster),
      nodes: 0,
      surge: 0,
      from: minorText(minor - 1),
      to,
    },
    expected: clusterVersionDuration(learned),
    verdict: null,
  };
  return { name: `control plane to ${to}`, steps: [step] };
}

/** `addons` holds what is installed by then, and is brought forward. */
function addonsStage(
  cluster: ClusterFacts,
  facts: FleetFacts,
  addons: Map<string, string>,
  minor: number,
  index: number,
  learned: LearnedDurations,
): PlannedStage {
  const steps: PlannedStep[] = [];
  for (const [addon, from] of [...addons].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const to = addonTarget(cluster, facts, addon, from, minorText(minor));
    if (to === undefined) continue;
    addons.set(addon, to);
    steps.push({
      step: {
        kind: "addon",
        id: `${cluster.name}/${index + 1}/${addon}`,
        ...placeOf(cluster),
        nodes: 0,
        surge: 0,
        addon,
        from,
        to,
        clusterVersion: minorText(minor),
      },
      expected: addonDuration(learned),
      verdict: null,
    });
  }
  return { name: `add-ons for ${minorText(minor)}`, steps };
}

function problem(cluster: ClusterFacts, code: string, summary: string, detail: string): ClusterStages {
  return { kind: "problem", problem: { severity: "error", code, summary, detail, address: cluster.name } };
}
