import type { CheckDefinition, HealthDefinition } from "../definition/rollout-definition.js";
import type { PlannedStep, PlannedWave, RolloutPlan } from "../plan/rollout-plan.js";
import type { RolloutActions } from "./rollout-actions.js";
import type { ControlState } from "./rollout-control.js";
import type { RolloutEventBody } from "./rollout-event.js";

/** What the workflow lives in: the same for every engine, made anew by each runner. */
export interface RolloutWorld {
  readonly rollout: string;
  readonly index: PlanIndex;
  readonly actions: RolloutActions;
  readonly control: RolloutControl;
  readonly failures: FailureLedger;
  readonly permits: StartPermits;
  /** Null: fine. Otherwise what was wrong. */
  readonly runCheck: (
    check: CheckDefinition,
    place: CheckPlace,
    signal: AbortSignal,
  ) => Promise<string | null>;
  /** Whether to stay while a person is waited for (paused, stopped, not approved), or to leave: resuming is cheap. */
  readonly whenIdle: "wait" | "leave";
  /** Aborted when this runner is to end; the rollout goes on with the next one. */
  readonly signal: AbortSignal;
  /** What this runner has said once and need not say again. */
  readonly told: Set<string>;
  emit(event: RolloutEventBody): void;
}

export interface RolloutControl {
  /** As of now, of all runners and commands. */
  state(): Promise<ControlState>;
  /** Resolves at the next command after `seen`, or when the signal is aborted. */
  changed(seen: ControlState, signal: AbortSignal): Promise<void>;
}

/** What has failed in a wave's attempt, over all runners. */
export interface FailureLedger {
  /** `what`: a step's id, or another name that begins with the cluster's and a slash. */
  add(wave: string, attempt: number, what: string): Promise<void>;
  failed(wave: string, attempt: number): Promise<ReadonlySet<string>>;
}

/** Starts of updates in a bucket (an account's region), over all runners. */
export interface StartPermits {
  /** Takes the next place; returns how long to wait for it, in milliseconds of the fleet's time. */
  take(bucket: string, perMinute: number, now: number): Promise<number>;
}

export interface CheckPlace {
  readonly wave: string;
  readonly cluster: string | null;
  readonly region: string | null;
  readonly account: string | null;
  readonly nodeGroup: string | null;
  readonly zone: string | null;
}

/** A plan's waves and steps, to be found by name. */
export interface PlanIndex {
  readonly plan: RolloutPlan;
  readonly health: HealthDefinition;
  wave(name: string): PlannedWave;
  cluster(wave: string, name: string): PlannedWave["clusters"][number];
  step(id: string): PlannedStep;
}

export function indexPlan(plan: RolloutPlan): PlanIndex {
  const waves = new Map(plan.waves.map((wave) => [wave.name, wave]));
  const clusters = new Map(
    plan.waves.flatMap((wave) => wave.clusters.map((cluster) => [`${wave.name}/${cluster.name}`, cluster])),
  );
  const steps = new Map<string, PlannedStep>();
  for (const { clusters: members } of plan.waves) {
    for (const { stages } of members) {
      for (const { steps: planned } of stages) for (const step of planned) steps.set(step.step.id, step);
    }
  }
  return {
    plan,
    health: plan.definition.health,
    wave: (name) => found(waves.get(name), name),
    cluster: (wave, name) => found(clusters.get(`${wave}/${name}`), name),
    step: (id) => found(steps.get(id), id),
  };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the rollout's plan knows no ${name}`);
  return value;
}

/** Thrown where a runner leaves: nothing is recorded, so that the next run begins again at this place. */
export class RunnerLeaves extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = "RunnerLeaves";
    this.reason = reason;
  }
}
