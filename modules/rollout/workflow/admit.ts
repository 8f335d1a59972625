import type { PlannedStep } from "../plan/rollout-plan.js";
import { calendarAt } from "../schedule/calendar.js";
import { failureBudget } from "./failure-budget.js";
import type { Admission } from "./results.js";
import type { RolloutWorld } from "./rollout-world.js";
import { idle, leaveWhenAsked, waitUntil } from "./waiting.js";

/**
 * Lets a step begin when its cluster has not failed, nobody has said pause or abort, the wave's budget is not used up, a window is open, and
 * the rate of starts allows one more. Waits for windows, the rate and people only.
 */
export async function admit(
  world: RolloutWorld,
  at: { readonly wave: string; readonly attempt: number },
  { step }: PlannedStep,
): Promise<Admission> {
  const wave = world.index.wave(at.wave);
  const { clock } = world.actions;
  const { updatesPerMinute } = world.index.plan.definition;
  let place: number | null = updatesPerMinute === null ? 0 : null;
  let told = "";
  const tell = (reason: string, until: number | null): void => {
    if (told !== reason) world.emit({ type: "step-waiting", step: step.id, reason, until });
    told = reason;
  };
  for (;;) {
    leaveWhenAsked(world);
    const state = await world.control.state();
    if (state.aborted !== null) return { go: false, reason: "aborted" };
    const failed = await world.failures.failed(at.wave, at.attempt);
    if (failed.size >= failureBudget(wave)) return { go: false, reason: "budget" };
    if (hasFailed(failed, step.cluster)) return { go: false, reason: "cluster" };
    if (state.paused !== null) {
      tell("paused", null);
      await idle(world, state, "paused");
      continue;
    }
    const { calendar } = wave.settings;
    const window = calendar === null ? null : calendarAt(calendar, clock.now());
    if (window?.open === false) {
      if (window.opensAt === null) return { go: false, reason: "window" };
      tell(window.reason, window.opensAt);
      await waitUntil(world, state, window.opensAt);
      continue;
    }
    const now = clock.now();
    if (place === null && updatesPerMinute !== null) {
      place = now + (await world.permits.take(`${step.account}/${step.region}`, updatesPerMinute, now));
    }
    if (place !== null && place > now) {
      tell("the rate of updates", place);
      await waitUntil(world, state, place);
      continue;
    }
    return { go: true, at: now };
  }
}

function hasFailed(failed: ReadonlySet<string>, cluster: string): boolean {
  for (const what of failed) if (what.startsWith(`${cluster}/`)) return true;
  return false;
}
