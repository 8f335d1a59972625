import type { Verdict, Waiver } from "../../policy/index.js";
import type { BudgetFacts } from "../plan/fleet-facts.js";
import type { RolloutStep } from "../plan/rollout-step.js";

/**
 * What a rollout needs from outside: AWS, the planner, the gate, Kubernetes, and the fleet's own time. All of it
 * may be called again after a crash with the same arguments, on another machine.
 */
export interface RolloutActions {
  readonly clock: FleetClock;
  /** What is live, for exactly this step. Throws a FleetwrightError when it cannot be read. */
  observe(step: RolloutStep, signal: AbortSignal): Promise<StepObservation>;
  /** Plans the step afresh from what is live and asks the policies, as of now. */
  planStep(step: RolloutStep, observation: StepObservation, signal: AbortSignal): Promise<FreshPlan>;
  /**
   * Does it and waits until EKS has finished. Called again for the same token it finds the update that runs, or
   * ran, in EKS's own list, and never starts a second one. Throws a FleetwrightError when EKS refuses or fails.
   */
  applyStep(request: ApplyStepRequest): Promise<AppliedStep>;
  /** The waivers of the fleet file as it is now. */
  waivers(): Promise<readonly Waiver[]>;
}

/** The time that the fleet lives in: the world's, or a sandbox's, which may run faster. */
export interface FleetClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits in the fleet's time; rejects when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface StepObservation {
  /** Null: the cluster is gone. */
  readonly cluster: { readonly status: string; readonly version: string } | null;
  /** The step's add-on; null where it has none or it is gone. */
  readonly addon: { readonly status: string; readonly version: string } | null;
  /** The step's node group; null where it has none or it is gone. */
  readonly nodeGroup: NodeGroupObservation | null;
  /** The update that EKS runs on the step's object, whoever started it. */
  readonly runningUpdate: RunningUpdate | null;
  /** Digests of the live objects of a step of planned changes, by address; empty otherwise. */
  readonly fingerprints: { readonly [address: string]: string };
  /** Null: nobody was to look. */
  readonly kubernetes: KubernetesObservation | KubernetesUnseen | null;
}

export interface NodeGroupObservation {
  readonly status: string;
  readonly version: string | null;
  readonly releaseVersion: string | null;
  readonly scaling: { readonly min: number; readonly max: number; readonly desired: number };
  readonly healthIssues: readonly { readonly code: string; readonly message: string }[];
}

export interface RunningUpdate {
  readonly id: string;
  /** EKS's update type, e.g. `VersionUpdate`. */
  readonly type: string;
  /** What it leads to, as far as EKS says. */
  readonly version: string | null;
  readonly releaseVersion: string | null;
}

/** The cluster's Kubernetes API could not be asked. */
export interface KubernetesUnseen {
  readonly seen: false;
  /** A sentence without its full stop. */
  readonly reason: string;
}

export interface KubernetesObservation {
  readonly seen: true;
  /** The step's nodes. */
  readonly nodes: readonly {
    readonly name: string;
    readonly ready: boolean;
    /** What the kubelet says where it is not Ready; null: nothing. */
    readonly problem: string | null;
    /** Whether it has the step's target version. */
    readonly target: boolean;
  }[];
  /** Pods that no node takes, with how long: milliseconds. */
  readonly pendingPods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly pendingFor: number;
    /** What the scheduler says; null: nothing. */
    readonly reason: string | null;
  }[];
  /** Disruption budgets that allow no eviction now, with the pods on the step's nodes that they hold. */
  readonly blockingBudgets: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly why: "no-disruption-allowed" | "several-budgets";
    readonly pods: readonly string[];
  }[];
  /** Every disruption budget of the cluster, for the policies. */
  readonly budgets: readonly BudgetFacts[];
}

export interface FreshPlan {
  /** False: there is nothing to do any more. */
  readonly changes: boolean;
  readonly digest: string;
  readonly verdict: Verdict;
}

export interface ApplyStepRequest {
  readonly step: RolloutStep;
  /** The plan that was judged: apply refuses another. */
  readonly planDigest: string;
  /** The same for every try of this step and attempt: the start of EKS's client request token. */
  readonly token: string;
  /** Evict in spite of disruption budgets; only ever true under a waiver. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  onProgress(progress: StepProgress): void;
}

export interface StepProgress {
  /** EKS's update, once it is known. */
  readonly updateId: string | null;
  /** e.g. EKS's status, or the phase as far as it can be seen. */
  readonly phase: string;
  readonly nodes: { readonly old: number; readonly new: number } | null;
}

export interface AppliedStep {
  readonly updateIds: readonly string[];
  /** Whether an update was found that already ran. */
  readonly attached: boolean;
}
