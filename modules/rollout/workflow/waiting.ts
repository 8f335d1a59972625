import { z } from "zod";
import type { Durable } from "./durable.js";
import type { ClusterResult } from "./results.js";
import type { ControlState } from "./rollout-control.js";
import { type RolloutWorld, RunnerLeaves } from "./rollout-world.js";

/** Waits until somebody approves of the wave: true; false when the rollout is aborted instead. */
export async function awaitApproval(world: RolloutWorld, wave: string): Promise<boolean> {
  let asked = false;
  for (;;) {
    const state = await world.control.state();
    if (state.aborted !== null) return false;
    if (state.approvals.has(wave)) return true;
    if (!asked) world.emit({ type: "wave-awaits-approval", wave });
    asked = true;
    await idle(world, state, `wave ${wave} awaits approval`);
  }
}

/**
 * Says that the wave has stopped and waits for a `resume` that comes after: true; false when the rollout is
 * aborted instead. What stood when it stopped is recorded, so that a resume is not missed by a crash.
 */
export async function awaitResume(
  durable: Durable,
  world: RolloutWorld,
  { wave, key, attempt }: { readonly wave: string; readonly key: string; readonly attempt: number },
  reason: string,
  outcomes: readonly ClusterResult[],
): Promise<boolean> {
  const seen = await durable.step(`${key}/${attempt}/stopped`, z.number(), async () => {
    const diagnostics = outcomes.flatMap((outcome) => [
      ...outcome.diagnostics,
      ...outcome.steps.flatMap((step) => step.diagnostics),
    ]);
    const { resumes } = await world.control.state();
    world.emit({ type: "wave-stopped", wave, attempt, reason, diagnostics });
    return resumes;
  });
  return durable.step(`${key}/${attempt}/resume`, z.boolean(), async () => {
    for (;;) {
      const state = await world.control.state();
      if (state.aborted !== null) return false;
      if (state.resumes > seen) return true;
      await idle(world, state, `wave ${wave} has stopped: ${reason}`);
    }
  });
}

/** Waits in the fleet's time until `instant`, or until somebody says something. */
export async function waitUntil(world: RolloutWorld, state: ControlState, instant: number): Promise<void> {
  const ahead = instant - world.actions.clock.now();
  if (ahead <= 0) return;
  const either = new AbortController();
  const signal = AbortSignal.any([either.signal, world.signal]);
  try {
    await Promise.race([
      world.actions.clock.sleep(ahead, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      }),
      world.control.changed(state, signal),
    ]);
  } finally {
    either.abort();
  }
  leaveWhenAsked(world);
}

/** Waits for a person: until the next command, or not at all where the runner leaves instead. */
export async function idle(world: RolloutWorld, state: ControlState, reason: string): Promise<void> {
  if (world.whenIdle === "leave") throw new RunnerLeaves(reason);
  await world.control.changed(state, world.signal);
  leaveWhenAsked(world);
}

export function leaveWhenAsked(world: RolloutWorld): void {
  if (world.signal.aborted) throw new RunnerLeaves("interrupted");
}
