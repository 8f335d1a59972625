import { FleetwrightError } from "../../diagnostics/index.js";
import { planDigest, type Verdict, type Waiver } from "../../policy/index.js";
import {
  type AppliedStep,
  type ApplyStepRequest,
  type DisruptionFacts,
  type FleetClock,
  type FreshPlan,
  type RolloutActions,
  type RolloutStep,
  type StepJudgement,
  type StepObservation,
  stepJudgement,
} from "../../rollout/index.js";
import { applyVersionStep } from "./apply-version-step.js";
import type { KubernetesReader } from "./kubernetes-reader.js";
import { observeStep } from "./observe-step.js";
import { nodeGroupFacts, readClusterFacts, readNodeGroup } from "./read-cluster-facts.js";
import type { RolloutCluster } from "./rollout-cluster.js";

export interface EksRolloutOptions {
  readonly clusters: readonly RolloutCluster[];
  readonly clock: FleetClock;
  /** The policies, with the fleet file's parameters and waivers as they are now. */
  judge(judgement: StepJudgement): Promise<Verdict>;
  waivers(): Promise<readonly Waiver[]>;
  /** Absent: nobody looks at Kubernetes. */
  readonly kubernetes?: Pick<KubernetesReader, "observe">;
  /** Steps of planned changes, by planner and apply; absent where there are no stacks. */
  readonly changes?: ChangesActions;
}

/** How steps that a plan asks for are planned and done. */
export interface ChangesActions {
  fingerprints(cluster: RolloutCluster, step: ChangesStepOf): Promise<StepObservation["fingerprints"]>;
  plan(cluster: RolloutCluster, step: ChangesStepOf, disruptions: DisruptionFacts | null): Promise<FreshPlan>;
  apply(cluster: RolloutCluster, step: ChangesStepOf, request: ApplyStepRequest): Promise<AppliedStep>;
}

export type ChangesStepOf = Extract<RolloutStep, { kind: "changes" }>;

/** A rollout's actions over the EKS API: version updates directly, planned changes through planner and apply. */
export function createRolloutActions(options: EksRolloutOptions): RolloutActions {
  const byName = new Map(options.clusters.map((cluster) => [cluster.name, cluster]));
  const clusterOf = (step: RolloutStep): RolloutCluster => {
    const cluster = byName.get(step.cluster);
    if (cluster === undefined) throw unknownCluster(step.cluster);
    return cluster;
  };
  const kubernetes = options.kubernetes ?? { observe: async () => null };
  return {
    clock: options.clock,
    waivers: () => options.waivers(),
    observe: async (step) => {
      const cluster = clusterOf(step);
      const observation = await observeStep(cluster, step, kubernetes);
      if (step.kind !== "changes" || options.changes === undefined) return observation;
      return { ...observation, fingerprints: await options.changes.fingerprints(cluster, step) };
    },
    planStep: async (step, { kubernetes: seen }) => {
      const cluster = clusterOf(step);
      const disruptions =
        seen?.seen === true ? { seen: true as const, budgets: seen.budgets, blocking: {} } : null;
      if (step.kind === "changes") return changesOf(options).plan(cluster, step, disruptions);
      const facts = await factsFor(cluster, step);
      const judgement = stepJudgement(
        disruptions === null ? facts : { ...facts, disruptions },
        step,
        options.clock.now(),
      );
      const verdict = await options.judge(judgement);
      return { changes: true, digest: planDigest(judgement.plans), verdict };
    },
    applyStep: async (request) => {
      const { step } = request;
      const cluster = clusterOf(step);
      if (step.kind === "changes") return changesOf(options).apply(cluster, step, request);
      return applyVersionStep(cluster, step, request, options.clock);
    },
  };
}

/** As much of the cluster as the rules need: all of it when its control plane moves, else the one group. */
async function factsFor(cluster: RolloutCluster, step: RolloutStep): ReturnType<typeof readClusterFacts> {
  if (step.kind !== "node-group") return readClusterFacts(cluster);
  const eks = await cluster.clients.eks();
  const [{ cluster: described }, nodegroup] = await Promise.all([
    eks.describeCluster({ name: cluster.name }),
    readNodeGroup(cluster, step.nodeGroup),
  ]);
  return {
    name: cluster.name,
    stack: cluster.stack,
    labels: cluster.labels,
    region: cluster.region,
    account: cluster.account,
    version: described?.version ?? "",
    addons: [],
    nodeGroups: nodegroup === null ? [] : [nodeGroupFacts(cluster, nodegroup)],
    plan: null,
  };
}

function changesOf({ changes }: EksRolloutOptions): ChangesActions {
  if (changes !== undefined) return changes;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_NO_STACKS",
      summary: "Planned changes need the fleet's stacks",
      detail: "Run this where the fleet file is: its stacks are planned again before each step.",
    },
  ]);
}

function unknownCluster(name: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_UNKNOWN_CLUSTER",
      summary: `Cluster ${name} is part of the rollout, but not of the fleet file`,
      detail: "Run this with the fleet file that the rollout was planned from.",
    },
  ]);
}
