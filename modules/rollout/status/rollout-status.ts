import type { PlannedStep, PlannedWave, RolloutPlan } from "../plan/rollout-plan.js";
import { describeStep, isGroupStep } from "../plan/rollout-step.js";
import { failureBudget } from "../workflow/failure-budget.js";
import type { RolloutEvent } from "../workflow/rollout-event.js";

/** A rollout as it stands, for people and programs to look at. Times: milliseconds since 1970. */
export interface RolloutStatus {
  readonly state:
    | "not-started"
    | "running"
    | "paused"
    | "awaiting-approval"
    | "stopped"
    | "soaking"
    | "completed"
    | "completed-with-failures"
    | "aborted";
  /** Why it stands still, where it does. */
  readonly reason: string | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly waves: readonly WaveStatus[];
  /** All waves with their soaks, without waiting for windows and people. */
  readonly expectedSeconds: { readonly low: number; readonly high: number };
  /** Clusters that have begun and are not done. */
  readonly clusters: readonly ClusterStatus[];
  /** Steps at work now. */
  readonly running: readonly StepStatus[];
  /** Steps that have failed and not been done since. */
  readonly failures: readonly StepFailure[];
  readonly runners: readonly string[];
}

export interface WaveStatus {
  readonly name: string;
  readonly state: "waiting" | "awaiting-approval" | "running" | "stopped" | "soaking" | "finished";
  readonly attempt: number;
  readonly clusters: { readonly total: number; readonly done: number; readonly failed: number };
  readonly groups: { readonly total: number; readonly done: number; readonly failed: number };
  readonly nodes: { readonly total: number; readonly done: number };
  /** Failures of the present attempt, and how many stop the wave. */
  readonly budget: { readonly failed: number; readonly stopsAt: number };
  readonly soakUntil: number | null;
  /** Of its steps that are not done yet, worked off as the concurrency allows. */
  readonly expectedSeconds: { readonly low: number; readonly high: number };
}

export interface ClusterStatus {
  readonly name: string;
  readonly wave: string;
  readonly state: "running" | "failed" | "stopped";
  /** The stage that its open steps are in, e.g. `groups to 1.33`. */
  readonly stage: string;
  readonly steps: { readonly total: number; readonly done: number };
}

export interface StepFailure {
  readonly id: string;
  readonly cluster: string;
  readonly description: string;
  readonly problem: string;
}

export interface StepStatus {
  readonly id: string;
  readonly cluster: string;
  readonly description: string;
  readonly phase: string;
  readonly since: number;
  readonly expectedSeconds: { readonly low: number; readonly high: number };
  readonly nodes: { readonly old: number; readonly new: number } | null;
}

interface Progress {
  state: RolloutStatus["state"];
  reason: string | null;
  startedAt: number | null;
  finishedAt: number | null;
  readonly done: Set<string>;
  readonly failed: Map<string, { readonly attempt: number; readonly problem: string }>;
  readonly running: Map<string, { phase: string; since: number; nodes: StepStatus["nodes"] }>;
  readonly clusters: Map<string, "running" | "done" | "failed" | "stopped">;
  readonly waves: Map<string, { state: WaveStatus["state"]; attempt: number; soakUntil: number | null }>;
  readonly runners: Set<string>;
}

/** What the events amount to. Pure; events that come twice change nothing. */
export function rolloutStatus(plan: RolloutPlan, events: readonly RolloutEvent[]): RolloutStatus {
  const progress: Progress = {
    state: "not-started",
    reason: null,
    startedAt: null,
    finishedAt: null,
    done: new Set(),
    failed: new Map(),
    running: new Map(),
    clusters: new Map(),
    waves: new Map(),
    runners: new Set(),
  };
  for (const event of events) take(progress, event);
  const steps = new Map<string, PlannedStep>();
  for (const wave of plan.waves) for (const step of stepsOf(wave)) steps.set(step.step.id, step);
  return {
    state: progress.state,
    reason: progress.reason,
    startedAt: progress.startedAt,
    finishedAt: progress.finishedAt,
    waves: plan.waves.filter(({ clusters }) => clusters.length > 0).map((wave) => waveStatus(wave, progress)),
    running: [...progress.running].flatMap(([id, { phase, since, nodes }]): StepStatus[] => {
      const planned = steps.get(id);
      if (planned === undefined) return [];
      const { step, expected } = planned;
      const expectedSeconds = { low: expected.low, high: expected.high };
      return [
        { id, cluster: step.cluster, description: describeStep(step), phase, since, expectedSeconds, nodes },
      ];
    }),
    expectedSeconds: plan.expected,
    clusters: clusterStatuses(plan, progress),
    failures: [...progress.failed].flatMap(([id, { problem }]): StepFailure[] => {
      const step = steps.get(id)?.step;
      return step === undefined
        ? []
        : [{ id, cluster: step.cluster, description: describeStep(step), problem }];
    }),
    runners: [...progress.runners],
  };
}

function clusterStatuses(plan: RolloutPlan, progress: Progress): readonly ClusterStatus[] {
  return plan.waves.flatMap((wave) =>
    wave.clusters.flatMap(({ name, stages }): ClusterStatus[] => {
      const state = progress.clusters.get(name);
      if (state === undefined || state === "done") return [];
      const steps = stages.flatMap((stage) => stage.steps);
      const open = stages.find((stage) => stage.steps.some(({ step }) => !progress.done.has(step.id)));
      const done = steps.filter(({ step }) => progress.done.has(step.id)).length;
      return [
        { name, wave: wave.name, state, stage: open?.name ?? "checks", steps: { total: steps.length, done } },
      ];
    }),
  );
}

function take(progress: Progress, event: RolloutEvent): void {
  switch (event.type) {
    case "runner-started":
      progress.runners.add(event.runner);
      if (progress.state === "not-started") progress.state = "running";
      break;
    case "runner-stopped":
      progress.runners.delete(event.runner);
      break;
    case "rollout-started":
      progress.startedAt ??= event.at;
      break;
    case "wave-awaits-approval":
      setWave(progress, event.wave, { state: "awaiting-approval" });
      stand(progress, "awaiting-approval", `wave ${event.wave} awaits approval`);
      break;
    case "wave-started":
      setWave(progress, event.wave, { state: "running", attempt: event.attempt });
      stand(progress, "running", null);
      break;
    case "cluster-started":
      progress.clusters.set(event.cluster, "running");
      break;
    case "step-waiting":
      setStep(progress, event.step, event.at, `waiting: ${event.reason}`, null);
      break;
    case "kubernetes-unseen":
    case "check-finished":
    case "step-drift":
    case "step-judged":
      break;
    case "step-started":
      setStep(progress, event.step, event.at, "starting", null);
      break;
    case "step-progress":
      setStep(progress, event.step, event.at, event.phase, event.nodes);
      break;
    case "step-checking":
      setStep(progress, event.step, event.at, `checking: ${event.check}`, null);
      break;
    case "step-done":
      progress.running.delete(event.step);
      progress.failed.delete(event.step);
      progress.done.add(event.step);
      break;
    case "step-failed":
      progress.running.delete(event.step);
      progress.failed.set(event.step, {
        attempt: event.attempt,
        problem: event.diagnostics.map(({ summary }) => summary).join("; "),
      });
      break;
    case "cluster-finished":
      progress.clusters.set(event.cluster, event.outcome);
      // What waited and was not let in any more.
      for (const id of progress.running.keys())
        if (id.startsWith(`${event.cluster}/`)) progress.running.delete(id);
      break;
    case "wave-stopped":
      setWave(progress, event.wave, { state: "stopped" });
      stand(progress, "stopped", `wave ${event.wave}: ${event.reason}`);
      break;
    case "wave-soaking":
      setWave(progress, event.wave, { state: "soaking", soakUntil: event.until });
      stand(progress, "soaking", `wave ${event.wave} soaks`);
      break;
    case "wave-finished":
      setWave(progress, event.wave, { state: "finished" });
      break;
    case "controlled":
      if (event.command === "pause") stand(progress, "paused", `paused by ${event.who}`);
      if (event.command === "resume") stand(progress, "running", null);
      if (event.command === "approve" && progress.state === "awaiting-approval") {
        stand(progress, "running", null);
      }
      break;
    case "rollout-finished":
      progress.running.clear();
      progress.finishedAt = event.at;
      stand(progress, event.outcome, null);
      break;
  }
}

function stand(progress: Progress, state: RolloutStatus["state"], reason: string | null): void {
  progress.state = state;
  progress.reason = reason;
}

function setWave(
  progress: Progress,
  name: string,
  change: Partial<{ state: WaveStatus["state"]; attempt: number; soakUntil: number | null }>,
): void {
  const known = progress.waves.get(name) ?? { state: "waiting" as const, attempt: 0, soakUntil: null };
  progress.waves.set(name, { ...known, ...change });
}

function setStep(
  progress: Progress,
  id: string,
  at: number,
  phase: string,
  nodes: StepStatus["nodes"],
): void {
  const known = progress.running.get(id);
  progress.running.set(id, { phase, since: known?.since ?? at, nodes: nodes ?? known?.nodes ?? null });
}

function waveStatus(wave: PlannedWave, progress: Progress): WaveStatus {
  const state = progress.waves.get(wave.name) ?? { state: "waiting" as const, attempt: 0, soakUntil: null };
  const steps = stepsOf(wave);
  const groups = steps.filter(({ step }) => isGroupStep(step));
  const done = steps.filter(({ step }) => progress.done.has(step.id));
  const failed = steps.filter(({ step }) => progress.failed.has(step.id));
  const outcomes = wave.clusters.map(({ name }) => progress.clusters.get(name));
  const left = steps.length === 0 ? 0 : 1 - done.length / steps.length;
  return {
    name: wave.name,
    ...state,
    clusters: {
      total: wave.clusters.length,
      done: outcomes.filter((outcome) => outcome === "done").length,
      failed: outcomes.filter((outcome) => outcome === "failed").length,
    },
    groups: {
      total: groups.length,
      done: done.filter(({ step }) => isGroupStep(step)).length,
      failed: failed.filter(({ step }) => isGroupStep(step)).length,
    },
    nodes: { total: wave.totals.nodes, done: done.reduce((sum, { step }) => sum + step.nodes, 0) },
    budget: {
      failed: failed.filter(({ step }) => progress.failed.get(step.id)?.attempt === state.attempt).length,
      stopsAt: failureBudget(wave),
    },
    expectedSeconds: {
      low: Math.round(wave.expected.low * left),
      high: Math.round(wave.expected.high * left),
    },
  };
}

function stepsOf(wave: PlannedWave): readonly PlannedStep[] {
  return wave.clusters.flatMap(({ stages }) => stages.flatMap(({ steps }) => steps));
}
