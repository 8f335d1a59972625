import type { RolloutRecord } from "../engine/rollout-engine.js";
import type { TimedStep } from "../plan/learn-durations.js";

/** What a rollout teaches about durations: its steps that were done, in the order in which they ended. */
export function timedSteps({ request, events }: RolloutRecord): readonly TimedStep[] {
  const planned = new Map(
    request.plan.waves.flatMap(({ clusters }) =>
      clusters.flatMap(({ stages }) =>
        stages.flatMap(({ steps }) => steps.map(({ step }) => [step.id, step] as const)),
      ),
    ),
  );
  const started = new Map<string, number>();
  const timed = new Map<string, TimedStep>();
  for (const event of events) {
    // Waiting for a window is no part of it.
    if (event.type === "step-started" && !started.has(event.step)) started.set(event.step, event.at);
    if (event.type === "step-failed") started.delete(event.step);
    // An update that a later runner found under way took as long as nobody knows.
    if (event.type !== "step-done" || event.skipped !== null || event.attached) continue;
    const step = planned.get(event.step);
    const since = started.get(event.step);
    if (step === undefined || since === undefined) continue;
    timed.set(event.step, {
      kind: step.kind,
      seconds: (event.at - since) / 1_000,
      nodes: step.nodes,
      maxUnavailable: step.kind === "node-group" ? step.maxUnavailable : 1,
    });
  }
  return [...timed.values()];
}
