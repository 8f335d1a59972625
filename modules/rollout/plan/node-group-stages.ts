import type { ClusterFacts, NodeGroupFacts } from "./fleet-facts.js";
import { placeOf } from "./place-of.js";
import type { PlannedStage, PlannedStep } from "./rollout-plan.js";
import type { NodeGroupVersion } from "./rollout-step.js";
import { type LearnedDurations, nodeGroupDuration } from "./step-duration.js";
import { maxUnavailableOf, surgeOf } from "./surge.js";

export interface StageSettings {
  readonly zones: "sequential" | "together";
}

export interface GroupMove {
  readonly name: string;
  /** The minor that the cluster has by then. */
  readonly clusterVersion: string;
  /** Stages that stand before. */
  readonly stageOffset: number;
  from(group: NodeGroupFacts): NodeGroupVersion;
  to(group: NodeGroupFacts): NodeGroupVersion;
}

/** Version updates of groups: one stage a zone where zones follow one another, else one stage. */
export function nodeGroupStages(
  cluster: ClusterFacts,
  groups: readonly NodeGroupFacts[],
  settings: StageSettings,
  learned: LearnedDurations,
  move: GroupMove,
): readonly PlannedStage[] {
  if (groups.length === 0) return [];
  return byZone(groups, settings).map(({ zone, members }, index) => ({
    name: zone === null ? move.name : `${move.name} in ${zone}`,
    steps: members.map((group) => groupStep(cluster, group, move.stageOffset + index, learned, move)),
  }));
}

/** In zone order; groups over several zones come last, as a problem in them touches all zones. */
export function byZone<Group extends { readonly zone: string | null }>(
  groups: readonly Group[],
  settings: StageSettings,
): readonly { readonly zone: string | null; readonly members: readonly Group[] }[] {
  if (settings.zones === "together") return [{ zone: null, members: groups }];
  const zones = [...new Set(groups.map(({ zone }) => zone))].sort((left, right) =>
    left === null ? 1 : right === null ? -1 : left < right ? -1 : 1,
  );
  return zones.map((zone) => ({ zone, members: groups.filter((group) => group.zone === zone) }));
}

function groupStep(
  cluster: ClusterFacts,
  group: NodeGroupFacts,
  stage: number,
  learned: LearnedDurations,
  move: GroupMove,
): PlannedStep {
  const surge = surgeOf(group);
  return {
    step: {
      kind: "node-group",
      id: `${cluster.name}/${stage + 1}/${group.name}`,
      ...placeOf(cluster),
      nodes: group.scaling.desired,
      surge,
      nodeGroup: group.name,
      address: group.address,
      group: group.group,
      maxUnavailable: maxUnavailableOf(group),
      zone: group.zone,
      from: move.from(group),
      to: move.to(group),
      scaling: group.scaling,
      clusterVersion: move.clusterVersion,
    },
    expected: nodeGroupDuration(learned, {
      nodes: group.scaling.desired,
      maxUnavailable: maxUnavailableOf(group),
      surge,
    }),
    verdict: null,
  };
}
