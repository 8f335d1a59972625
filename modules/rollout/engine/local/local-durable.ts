import type { ChildCall, Durable, Recorded, WorkflowKind } from "../../workflow/durable.js";
import { RunnerLeaves } from "../../workflow/rollout-world.js";
import type { Journal } from "./journal.js";

/** What the journal holds of steps and workflows that are done. */
export interface RecordedValues {
  /** By workflow, then by step; dropped once the workflow itself is done. */
  readonly steps: Map<string, Map<string, unknown>>;
  readonly workflows: Map<string, unknown>;
}

export interface LocalDurableHost {
  readonly journal: Journal;
  readonly recorded: RecordedValues;
  run(kind: WorkflowKind, durable: Durable, input: unknown): Promise<unknown>;
}

/** Durable steps out of a journal: found by name, so what runs at once may end in any order. */
export function localDurable(host: LocalDurableHost, id: string): Durable {
  return {
    id,
    step: (name, recorded, run) => localStep(host, id, name, recorded, run),
    children: (kind, calls, limit, recorded) => localChildren(host, id, kind, calls, limit, recorded),
  };
}

async function localStep<T>(
  host: LocalDurableHost,
  id: string,
  name: string,
  recorded: Recorded<T>,
  run: () => Promise<T>,
): Promise<T> {
  const steps = host.recorded.steps.get(id) ?? new Map<string, unknown>();
  if (steps.has(name)) return recorded.parse(steps.get(name));
  const value = await run();
  await host.journal.append({ record: "step", workflow: id, step: name, value });
  host.recorded.steps.set(id, steps.set(name, value));
  return value;
}

async function localChildren<T>(
  host: LocalDurableHost,
  id: string,
  kind: WorkflowKind,
  calls: readonly ChildCall[],
  limit: number,
  recorded: Recorded<T>,
): Promise<readonly T[]> {
  const results = new Map<number, T>();
  const waiting = calls.entries();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    // One after another left: those that run are let end, and nothing more is begun.
    for (const [index, call] of waiting) {
      if (errors.length > 0) return;
      try {
        results.set(index, await localChild(host, `${id}/${call.key}`, kind, call.input, recorded));
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, calls.length) }, worker));
  if (errors.length > 0) throw errors.find((error) => !(error instanceof RunnerLeaves)) ?? errors[0];
  return calls.map((_, index) => resultAt(results, index));
}

async function localChild<T>(
  host: LocalDurableHost,
  id: string,
  kind: WorkflowKind,
  input: unknown,
  recorded: Recorded<T>,
): Promise<T> {
  if (host.recorded.workflows.has(id)) return recorded.parse(host.recorded.workflows.get(id));
  const value = await host.run(kind, localDurable(host, id), input);
  await host.journal.append({ record: "workflow", workflow: id, value });
  host.recorded.workflows.set(id, value);
  host.recorded.steps.delete(id);
  return recorded.parse(value);
}

function resultAt<T>(results: ReadonlyMap<number, T>, index: number): T {
  const result = results.get(index);
  if (result === undefined) throw new Error(`child ${index} has no result`);
  return result;
}
