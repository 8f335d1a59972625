import type { StackPlan } from "../../plan/index.js";
import type { Verdict } from "../../policy/index.js";
import type { AddonCompatibility, BudgetFacts, ClusterFacts, FleetFacts } from "./fleet-facts.js";
import { afterStep, type ProjectedCluster, projectedCluster } from "./projected-cluster.js";
import { projectedPlan } from "./projected-plan.js";
import type { PlannedCluster, PlannedStep, RolloutPlan, StepVerdict } from "./rollout-plan.js";
import type { RolloutStep } from "./rollout-step.js";
import { simulateRollout } from "./simulate-rollout.js";

/** What the policies are asked of one step. */
export interface StepJudgement {
  readonly plans: { readonly stacks: { readonly [stack: string]: StackPlan } };
  /** As `LiveFacts` of the policies: the cluster's version and groups by then. */
  readonly live: {
    readonly clusters: {
      readonly [cluster: string]: {
        readonly version: string;
        readonly nodeGroupNames: readonly string[];
        readonly nodeGroups: { readonly [name: string]: { readonly status: string } };
        readonly addons: { readonly [name: string]: { readonly version: string } };
        readonly addonCompatibility?: AddonCompatibility;
        /** As they are now, where the Kubernetes API could be asked. */
        readonly disruptionBudgets?: readonly BudgetFacts[];
      };
    };
  };
  /** When the step is expected to start: waivers may have expired and freezes begun by then. */
  readonly at: number;
}

export type StepJudge = (judgement: StepJudgement) => Promise<Verdict>;

/**
 * Asks the policies about every step, each on the cluster as the steps before will have left it and at the time
 * when it is expected to start. Returns the plan with the verdicts in it.
 */
export async function judgeRollout(
  plan: RolloutPlan,
  facts: FleetFacts,
  judge: StepJudge,
  options: { readonly startsAt: number },
): Promise<RolloutPlan> {
  const byName = new Map(facts.clusters.map((cluster) => [cluster.name, cluster]));
  const times = simulateRollout(
    plan.waves.map(({ settings, clusters }) => ({ settings, clusters })),
    { startsAt: options.startsAt, seconds: ({ expected }) => expected.high, windows: true },
  );
  const waves = [];
  for (const wave of plan.waves) {
    const clusters: PlannedCluster[] = [];
    for (const cluster of wave.clusters) {
      const known = byName.get(cluster.name);
      if (known === undefined) throw new Error(`no facts of cluster ${cluster.name}`);
      clusters.push(
        await judgeCluster(cluster, known, judge, (id) => times?.starts.get(id) ?? options.startsAt),
      );
    }
    waves.push({ ...wave, clusters });
  }
  return { ...plan, waves };
}

/** Steps whose verdict is a no. */
export function deniedSteps(plan: RolloutPlan): readonly PlannedStep[] {
  return plan.waves.flatMap(({ clusters }) =>
    clusters.flatMap(({ stages }) =>
      stages.flatMap(({ steps }) => steps.filter(({ verdict }) => verdict?.allowed === false)),
    ),
  );
}

async function judgeCluster(
  cluster: PlannedCluster,
  facts: ClusterFacts,
  judge: StepJudge,
  startOf: (stepId: string) => number,
): Promise<PlannedCluster> {
  let state = projectedCluster(facts);
  const stages = [];
  for (const stage of cluster.stages) {
    const steps: PlannedStep[] = [];
    for (const planned of stage.steps) {
      const verdict = await judge(judgementOf(state, planned.step, startOf(planned.step.id)));
      steps.push({ ...planned, verdict: stepVerdict(verdict) });
      state = afterStep(state, planned.step);
    }
    stages.push({ ...stage, steps });
  }
  return { ...cluster, stages };
}

/** What the policies are asked of a step on a cluster as it is now. */
export function stepJudgement(cluster: ClusterFacts, step: RolloutStep, at: number): StepJudgement {
  return judgementOf(projectedCluster(cluster), step, at);
}

function judgementOf(state: ProjectedCluster, step: RolloutStep, at: number): StepJudgement {
  return { plans: { stacks: { [state.facts.stack]: projectedPlan(state, step) } }, live: liveOf(state), at };
}

export function stepVerdict(verdict: Verdict): StepVerdict {
  return {
    allowed: verdict.allowed,
    findings: verdict.findings,
    notDecided: [...new Set(verdict.notDecided.map(({ rule }) => rule))],
  };
}

function liveOf(state: ProjectedCluster): StepJudgement["live"] {
  const { facts } = state;
  return {
    clusters: {
      [`${facts.region}/${facts.name}`]: {
        version: state.version,
        nodeGroupNames: facts.nodeGroups.map(({ name }) => name),
        nodeGroups: Object.fromEntries(facts.nodeGroups.map(({ name }) => [name, { status: "ACTIVE" }])),
        addons: Object.fromEntries([...state.addons].map(([name, version]) => [name, { version }])),
        ...(facts.addonCompatibility === undefined ? {} : { addonCompatibility: facts.addonCompatibility }),
        ...(facts.disruptions?.seen === true ? { disruptionBudgets: facts.disruptions.budgets } : {}),
      },
    },
  };
}
