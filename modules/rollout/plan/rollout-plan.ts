import type { Diagnostic } from "../../diagnostics/index.js";
import type { Finding } from "../../policy/index.js";
import type { RolloutDefinition, WaveDefinition } from "../definition/rollout-definition.js";
import type { BlockingBudgetFacts } from "./fleet-facts.js";
import type { RolloutStep } from "./rollout-step.js";

/** What the fleet is to become. */
export type RolloutTarget =
  /** Every cluster to this Kubernetes minor, and its groups with it. */
  | { readonly kind: "kubernetes"; readonly version: string }
  /** Every group to the newest AMI release of its own minor, or to the given one of its AMI type. */
  | { readonly kind: "release"; readonly releases: { readonly [amiType: string]: string } | null }
  /** Whatever the clusters' plans contain. */
  | { readonly kind: "planned-changes" };

/** Waves of clusters of stages of steps. Plain JSON: it is what an engine is started with. */
export interface RolloutPlan {
  readonly target: RolloutTarget;
  readonly definition: RolloutDefinition;
  readonly waves: readonly PlannedWave[];
  /** Clusters that would change but are in no wave. */
  readonly unassigned: readonly string[];
  /** Clusters where nothing is to be done. */
  readonly unchanged: readonly string[];
  /** What keeps clusters out: they are in no wave until it is put right. */
  readonly problems: readonly Diagnostic[];
  readonly disruptions: PlannedDisruptions;
  readonly totals: RolloutTotals;
  /** All waves with their soaks, without waiting for windows and approvals. */
  readonly expected: DurationRange;
  /** With windows, where the start is known; null: it would never end within a year of windows. */
  readonly finishes: { readonly low: number; readonly high: number } | null;
}

/** What the clusters' Kubernetes APIs say now of what would block steps, so that it can be put right before. */
export interface PlannedDisruptions {
  readonly blocking: readonly (BlockingBudgetFacts & {
    readonly step: string;
    readonly cluster: string;
    readonly nodeGroup: string;
  })[];
  /** Clusters whose API could not be asked. */
  readonly unseen: readonly { readonly cluster: string; readonly reason: string }[];
}

export interface PlannedWave {
  readonly name: string;
  readonly settings: WaveDefinition;
  readonly clusters: readonly PlannedCluster[];
  readonly totals: RolloutTotals;
  /** Without its soak. */
  readonly expected: DurationRange;
}

export interface PlannedCluster {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** One after the other. */
  readonly stages: readonly PlannedStage[];
  readonly totals: RolloutTotals;
  readonly expected: DurationRange;
}

/** Steps that may run at once, as many as the wave allows. */
export interface PlannedStage {
  readonly name: string;
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  readonly step: RolloutStep;
  readonly expected: DurationRange & { readonly basis: string };
  /** Null until judged. */
  readonly verdict: StepVerdict | null;
}

/** The policies' word on a step, given what all steps before it will have made of the cluster. */
export interface StepVerdict {
  readonly allowed: boolean;
  readonly findings: readonly Finding[];
  /** Ids of rules that cannot be decided before the step. */
  readonly notDecided: readonly string[];
}

export interface RolloutTotals {
  readonly clusters: number;
  readonly steps: number;
  /** Steps on node groups. */
  readonly groups: number;
  readonly nodes: number;
  /** Most extra nodes at once, as the concurrency allows. */
  readonly surge: number;
}

/** Seconds. */
export interface DurationRange {
  readonly low: number;
  readonly high: number;
}
