import { z } from "zod";
import type { PlannedWave } from "../plan/rollout-plan.js";
import type { Durable } from "./durable.js";
import { observedProblems } from "./health-gate.js";
import { type ClusterResult, gateSchema } from "./results.js";
import type { RolloutWorld } from "./rollout-world.js";
import { failedChecks } from "./run-checks.js";
import { awaitResume, idle, leaveWhenAsked, waitUntil } from "./waiting.js";

/**
 * The time after a wave in which nothing is started, then a look at every cluster and the wave's own checks. When
 * they fail, the rollout stops here, and looks again after a resume. False: aborted.
 */
export async function soak(
  durable: Durable,
  world: RolloutWorld,
  wave: PlannedWave,
  results: readonly ClusterResult[],
): Promise<boolean> {
  const { clock } = world.actions;
  const failed = results.filter(({ outcome }) => outcome === "failed").length;
  const until = await durable.step(`${wave.name}/soak`, z.number(), async () => {
    const end = clock.now() + wave.settings.soak;
    if (wave.settings.soak > 0) world.emit({ type: "wave-soaking", wave: wave.name, until: end });
    return end;
  });
  const soaked = await durable.step(`${wave.name}/soaked`, z.boolean(), async () => {
    for (;;) {
      const state = await world.control.state();
      if (state.aborted !== null) return false;
      if (clock.now() >= until && state.paused === null) return true;
      if (clock.now() >= until) await idle(world, state, "paused");
      else await waitUntil(world, state, until);
      leaveWhenAsked(world);
    }
  });
  if (!soaked) return false;
  for (let attempt = 1; ; attempt++) {
    const gate = await durable.step(`${wave.name}/gate/${attempt}`, gateSchema, async () => ({
      diagnostics: [
        ...(wave.settings.soak > 0 ? await healthOf(world, wave, results) : []),
        ...(await failedChecks(world, "wave", {
          wave: wave.name,
          cluster: null,
          region: null,
          account: null,
          nodeGroup: null,
          zone: null,
        })),
      ],
      at: clock.now(),
    }));
    if (gate.diagnostics.length === 0) break;
    const goesOn = await awaitResume(
      durable,
      world,
      { wave: wave.name, key: `${wave.name}/gate`, attempt },
      wave.settings.soak > 0 ? "unhealthy after its soak" : "its checks failed",
      [{ cluster: "", attempt, outcome: "failed", reason: null, steps: [], diagnostics: gate.diagnostics }],
    );
    if (!goesOn) return false;
  }
  return durable.step(`${wave.name}/end`, z.boolean(), async () => {
    world.emit({ type: "wave-finished", wave: wave.name, failed });
    return true;
  });
}

/** Everything that the wave has brought to its end is looked at once more: a soak is for what shows only later. */
async function healthOf(
  world: RolloutWorld,
  wave: PlannedWave,
  results: readonly ClusterResult[],
): ReturnType<typeof observedProblems> {
  const done = new Set(
    results.flatMap(({ steps }) =>
      steps.flatMap(({ step, outcome }) => (outcome === "done" || outcome === "skipped" ? [step] : [])),
    ),
  );
  const problems = [];
  for (const { stages } of wave.clusters) {
    const last = new Map(
      stages.flatMap(({ steps }) =>
        steps.flatMap(({ step }) =>
          done.has(step.id) ? [[`${step.kind}/${objectOf(step.id)}`, step] as const] : [],
        ),
      ),
    );
    for (const step of last.values()) problems.push(...(await observedProblems(world, step)));
  }
  return problems;
}

function objectOf(stepId: string): string {
  return stepId.split("/").at(-1) ?? stepId;
}
