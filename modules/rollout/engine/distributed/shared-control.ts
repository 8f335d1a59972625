import { setTimeout as sleep } from "node:timers/promises";
import { type ControlCommand, type ControlState, controlState } from "../../workflow/rollout-control.js";
import type { RolloutControl } from "../../workflow/rollout-world.js";

/** How old an answer may be, in real milliseconds: many steps ask at once. */
const freshFor = 50;

/** A rollout's commands out of the database, asked for once for all that want to know. */
export function sharedControl(read: () => Promise<readonly ControlCommand[]>): RolloutControl {
  let known: { readonly at: number; readonly count: number; readonly state: ControlState } | null = null;
  let asking: Promise<ControlState> | null = null;
  const ask = async (): Promise<ControlState> => {
    const commands = await read();
    // The same object as long as nothing was said: that is how a change is seen.
    const state = known !== null && known.count === commands.length ? known.state : controlState(commands);
    known = { at: performance.now(), count: commands.length, state };
    return state;
  };
  const state = async (): Promise<ControlState> => {
    if (known !== null && performance.now() - known.at < freshFor) return known.state;
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  return {
    state,
    changed: async (seen, signal) => {
      while (!signal.aborted && (await state()) === seen) {
        await sleep(500, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
