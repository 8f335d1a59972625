import type { Diagnostic } from "../../diagnostics/index.js";
import type { RolloutDefinition, WaveDefinition } from "../definition/rollout-definition.js";
import { changesStages } from "./changes-stages.js";
import type { ClusterFacts, FleetFacts } from "./fleet-facts.js";
import { kubernetesStages } from "./kubernetes-stages.js";
import { plannedDisruptions } from "./planned-disruptions.js";
import { releaseStages } from "./release-stages.js";
import type {
  DurationRange,
  PlannedCluster,
  PlannedStage,
  PlannedStep,
  PlannedWave,
  RolloutPlan,
  RolloutTarget,
  RolloutTotals,
} from "./rollout-plan.js";
import { isGroupStep } from "./rollout-step.js";
import { simulateRollout } from "./simulate-rollout.js";
import { type LearnedDurations, nothingLearned } from "./step-duration.js";
import { waveMembers } from "./wave-members.js";

export interface PlanRolloutOptions {
  /** Milliseconds since 1970; with it the plan says when it would end, windows included. */
  readonly startsAt?: number;
  readonly durations?: LearnedDurations;
}

/**
 * What a rollout will do, wave by wave, from what is live. Pure: the same input gives the same plan. Clusters
 * that cannot be taken to the target are left out and told in `problems`; nothing is judged yet (see
 * `judgeRollout`).
 */
export function planRollout(
  definition: RolloutDefinition,
  facts: FleetFacts,
  target: RolloutTarget,
  options: PlanRolloutOptions = {},
): RolloutPlan {
  const learned = options.durations ?? nothingLearned;
  const members = waveMembers(definition, facts.clusters);
  const problems: Diagnostic[] = [];
  const unchanged: string[] = [];
  const stagesFor = (cluster: ClusterFacts, wave: WaveDefinition): readonly PlannedStage[] => {
    const planned = clusterStages(cluster, facts, target, wave, learned);
    if (planned.problem !== null) problems.push(planned.problem);
    else if (planned.stages.length === 0) unchanged.push(cluster.name);
    return planned.stages;
  };
  const waves = definition.waves.map((wave, index) => {
    const clusters = (members.waves[index] ?? []).flatMap((cluster) => {
      const stages = stagesFor(cluster, wave);
      return stages.length === 0 ? [] : [plannedCluster(cluster, stages, wave)];
    });
    return plannedWave(wave, clusters);
  });
  const unassigned = members.unassigned
    .filter((cluster) => {
      const planned = clusterStages(cluster, facts, target, { zones: "sequential" }, learned);
      return planned.problem !== null || planned.stages.length > 0;
    })
    .map(({ name }) => name);
  const simulated = waves.map(({ settings, clusters }) => ({ settings, clusters }));
  return {
    target,
    definition,
    waves,
    unassigned,
    unchanged,
    problems,
    disruptions: plannedDisruptions(waves, facts.clusters),
    totals: sumTotals(
      waves.map(({ totals }) => totals),
      Math.max,
    ),
    expected: {
      low: seconds(simulateRollout(simulated, { startsAt: 0, seconds: low, windows: false })?.end),
      high: seconds(simulateRollout(simulated, { startsAt: 0, seconds: high, windows: false })?.end),
    },
    finishes: finishOf(simulated, options.startsAt),
  };
}

function clusterStages(
  cluster: ClusterFacts,
  facts: FleetFacts,
  target: RolloutTarget,
  settings: Pick<WaveDefinition, "zones">,
  learned: LearnedDurations,
): { readonly stages: readonly PlannedStage[]; readonly problem: Diagnostic | null } {
  switch (target.kind) {
    case "kubernetes": {
      const result = kubernetesStages(cluster, facts, target.version, settings, learned);
      return result.kind === "stages"
        ? { stages: result.stages, problem: null }
        : { stages: [], problem: result.problem };
    }
    case "release":
      return { stages: releaseStages(cluster, facts, target.releases, settings, learned), problem: null };
    case "planned-changes": {
      const { plan } = cluster;
      if (plan === null) return { stages: [], problem: noPlan(cluster) };
      if (plan.errored || !plan.complete) return { stages: [], problem: incomplete(cluster) };
      return { stages: changesStages(cluster, plan, settings, learned), problem: null };
    }
  }
}

function plannedCluster(
  cluster: ClusterFacts,
  stages: readonly PlannedStage[],
  wave: WaveDefinition,
): PlannedCluster {
  const steps = stages.flatMap((stage) => stage.steps);
  const alone = [{ settings: { ...wave, maxConcurrentClusters: 1, soak: 0 }, clusters: [{ stages }] }];
  const peaks = stages.map((stage) =>
    sumOfLargest(
      stage.steps.map(({ step }) => step.surge),
      wave.maxConcurrentGroups,
    ),
  );
  return {
    name: cluster.name,
    region: cluster.region,
    account: cluster.account,
    stages,
    totals: {
      clusters: 1,
      steps: steps.length,
      groups: steps.filter(({ step }) => isGroupStep(step)).length,
      nodes: steps.reduce((sum, { step }) => sum + step.nodes, 0),
      surge: Math.max(0, ...peaks),
    },
    expected: rangeOf((pick) => simulateRollout(alone, { startsAt: 0, seconds: pick, windows: false })?.end),
  };
}

function plannedWave(settings: WaveDefinition, clusters: readonly PlannedCluster[]): PlannedWave {
  const alone = [{ settings: { ...settings, soak: 0 }, clusters }];
  const surge = sumOfLargest(
    clusters.map(({ totals }) => totals.surge),
    settings.maxConcurrentClusters,
  );
  return {
    name: settings.name,
    settings,
    clusters,
    totals: {
      ...sumTotals(
        clusters.map(({ totals }) => totals),
        Math.max,
      ),
      surge,
    },
    expected: rangeOf((pick) => simulateRollout(alone, { startsAt: 0, seconds: pick, windows: false })?.end),
  };
}

function finishOf(
  waves: Parameters<typeof simulateRollout>[0],
  startsAt: number | undefined,
): RolloutPlan["finishes"] {
  if (startsAt === undefined) return null;
  const soonest = simulateRollout(waves, { startsAt, seconds: low, windows: true });
  const latest = simulateRollout(waves, { startsAt, seconds: high, windows: true });
  return soonest === null || latest === null ? null : { low: soonest.end, high: latest.end };
}

function rangeOf(end: (pick: (step: PlannedStep) => number) => number | undefined): DurationRange {
  return { low: seconds(end(low)), high: seconds(end(high)) };
}

function low({ expected }: PlannedStep): number {
  return expected.low;
}

function high({ expected }: PlannedStep): number {
  return expected.high;
}

function seconds(milliseconds: number | undefined): number {
  return Math.round((milliseconds ?? 0) / 1_000);
}

function sumTotals(parts: readonly RolloutTotals[], peak: (...values: number[]) => number): RolloutTotals {
  const sum = (key: keyof RolloutTotals): number => parts.reduce((total, part) => total + part[key], 0);
  return {
    clusters: sum("clusters"),
    steps: sum("steps"),
    groups: sum("groups"),
    nodes: sum("nodes"),
    surge: peak(0, ...parts.map(({ surge }) => surge)),
  };
}

function sumOfLargest(values: readonly number[], count: number): number {
  return [...values]
    .sort((left, right) => right - left)
    .slice(0, count)
    .reduce((sum, value) => sum + value, 0);
}

function noPlan(cluster: ClusterFacts): Diagnostic {
  return {
    severity: "error",
    code: "ROLLOUT_NO_PLAN",
    summary: `There is no plan of cluster ${cluster.name}`,
    detail: "Planned changes are rolled from a plan: run `fleetwright plan` for it first.",
    address: cluster.name,
  };
}

function incomplete(cluster: ClusterFacts): Diagnostic {
  return {
    severity: "error",
    code: "ROLLOUT_INCOMPLETE_PLAN",
    summary: `The plan of cluster ${cluster.name} is not complete`,
    detail:
      "It has errors or resources of types that are not known here. Put that right, or leave the cluster out.",
    address: cluster.name,
  };
}
