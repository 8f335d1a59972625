import { setTimeout as sleep } from "node:timers/promises";
import type { DBOS as Dbos, WorkflowHandle } from "@dbos-inc/dbos-sdk";
import type { ChildCall, Durable, Recorded, WorkflowKind } from "../../workflow/durable.js";
import { type RolloutWorld, RunnerLeaves } from "../../workflow/rollout-world.js";
import type { Activity } from "./activity.js";

export type StartChild = (kind: WorkflowKind, id: string, input: unknown) => Promise<WorkflowHandle<unknown>>;

/** How long a step waits before it tries again what this machine could not do, in milliseconds. */
const retryAfter = 10_000;

/** How often a workflow looks whether one of its children has ended, in milliseconds. */
const childPoll = 250;

/** Durable steps out of DBOS's: found by their order, which is why a workflow's code must not branch on anything else. */
export function dbosDurable(
  dbos: typeof Dbos,
  id: string,
  startChild: StartChild,
  runner: RunnerManners,
): Durable {
  return {
    id,
    step: async (name, recorded, run) =>
      recorded.parse(await dbos.runStep(() => leaving(run, runner), { name })),
    children: (kind, calls, limit, recorded) =>
      dbosChildren(dbos, id, startChild, kind, calls, limit, recorded),
  };
}

export interface RunnerManners {
  readonly signal: AbortSignal;
  readonly activity: Activity;
  readonly rollout: string;
  /** What to do where a step cannot go on here, or waits for a person: try again, or let it be. */
  readonly whenIdle: RolloutWorld["whenIdle"];
}

/**
 * DBOS records what a step throws. A runner that leaves must record nothing: the step simply does not end here any
 * more, and is begun again by the runner that takes over. A runner that only cannot go on (it does not reach AWS)
 * stays and tries again.
 */
async function leaving<T>(
  run: () => Promise<T>,
  { signal, activity, rollout, whenIdle }: RunnerManners,
): Promise<T> {
  const ended = activity.begin(rollout);
  for (;;) {
    try {
      const value = await run();
      ended();
      return value;
    } catch (error) {
      if (signal.aborted) return new Promise<T>(() => undefined);
      if (!(error instanceof RunnerLeaves)) {
        ended();
        throw error;
      }
      if (whenIdle === "leave") {
        activity.leave(rollout, error.reason);
        return new Promise<T>(() => undefined);
      }
      await sleep(retryAfter, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function dbosChildren<T>(
  dbos: typeof Dbos,
  id: string,
  startChild: StartChild,
  kind: WorkflowKind,
  calls: readonly ChildCall[],
  limit: number,
  recorded: Recorded<T>,
): Promise<readonly T[]> {
  const results = new Map<number, T>();
  const running = new Map<string, { readonly index: number; readonly handle: WorkflowHandle<unknown> }>();
  let next = 0;
  while (results.size < calls.length) {
    for (let call = calls[next]; call !== undefined && running.size < limit; call = calls[next]) {
      const childId = `${id}/${call.key}`;
      running.set(childId, { index: next, handle: await startChild(kind, childId, call.input) });
      next += 1;
    }
    const handles = [...running.values()].map(({ handle }) => handle);
    // Which one is first is recorded, so a replay takes them in the same order.
    const first = await dbos.waitFirst(handles, { pollingIntervalMs: childPoll });
    const ended = running.get(first.workflowID);
    if (ended === undefined) throw new Error(`${first.workflowID} is no child of ${id}`);
    results.set(ended.index, recorded.parse(await ended.handle.getResult()));
    running.delete(first.workflowID);
  }
  return [...results].sort(([left], [right]) => left - right).map(([, result]) => result);
}
