import type { RolloutPlan } from "../plan/rollout-plan.js";
import type { RolloutResult } from "../workflow/results.js";
import type { RolloutActions } from "../workflow/rollout-actions.js";
import type { ControlCommand } from "../workflow/rollout-control.js";
import type { RolloutEvent } from "../workflow/rollout-event.js";
import type { RolloutWorld } from "../workflow/rollout-world.js";

/** Where rollouts are kept and run. Both engines keep the same and run the same workflow. */
export interface RolloutEngine {
  readonly kind: "local" | "distributed";
  /** Puts a rollout down, to be run. Its id is returned. */
  start(request: StartRequest): Promise<string>;
  /**
   * Runs a rollout here until it ends, or until this runner leaves: it is interrupted, or waits for a person while
   * `whenIdle` says `leave`. Run again, it goes on where it was. Throws a FleetwrightError when it cannot be run.
   */
  run(id: string, options: RunOptions): Promise<RunOutcome>;
  /** Says something to a rollout, running or not. Throws a FleetwrightError when there is none of this id. */
  control(id: string, command: ControlCommand): Promise<void>;
  read(id: string): Promise<RolloutRecord>;
  /** The events that follow, one after the other, until the signal is aborted or the rollout has ended. */
  follow(id: string, signal: AbortSignal): AsyncIterable<RolloutEvent>;
  /** Newest first. */
  list(): Promise<readonly RolloutSummary[]>;
  close(): Promise<void>;
}

export interface StartRequest {
  readonly plan: RolloutPlan;
  readonly who: string;
  readonly title: string;
  /** The fleet's time. */
  readonly at: number;
  /** Digest of the rollout plan as it was judged and approved. */
  readonly planDigest: string;
}

export interface RunOptions {
  readonly actions: RolloutActions;
  readonly signal: AbortSignal;
  readonly whenIdle: RolloutWorld["whenIdle"];
  /** Of this runner, as they happen, with the rollout's id. */
  readonly onEvent?: (event: RolloutEvent, rollout: string) => void;
  /** In place of running the user's checks; for tests. */
  readonly runCheck?: RolloutWorld["runCheck"];
}

export type RunOutcome =
  | { readonly kind: "ended"; readonly result: RolloutResult }
  /** Not at its end: run it again to go on. */
  | { readonly kind: "left"; readonly reason: string };

export interface RolloutRecord {
  readonly id: string;
  readonly request: StartRequest;
  readonly events: readonly RolloutEvent[];
  /** Null: not at its end. */
  readonly result: RolloutResult | null;
  /** Whether a runner is there for it now; one that was killed is not. */
  readonly attended: boolean;
}

export interface RolloutSummary {
  readonly id: string;
  readonly title: string;
  readonly who: string;
  readonly startedAt: number;
  readonly outcome: RolloutResult["outcome"] | "unfinished";
}
