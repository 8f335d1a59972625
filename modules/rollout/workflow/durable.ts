import type { JsonValue } from "../../plan/index.js";

/** Reads back what was recorded, which is plain JSON; a zod schema is one. */
export interface Recorded<T> {
  parse(value: unknown): T;
}

export type WorkflowKind = "rollout" | "cluster" | "step";

export interface ChildCall {
  /** Unique among the parent's children, and the same in every run. */
  readonly key: string;
  readonly input: JsonValue;
}

/**
 * What an engine gives to a workflow. A workflow's code calls it in the same order in every run; all that may
 * differ from run to run (time, live objects, people) is looked at inside steps.
 */
export interface Durable {
  /** The workflow's own id; those of its children begin with it. */
  readonly id: string;
  /**
   * Runs once and for all: what `run` returned is recorded, and given back by every later run. A run that was cut
   * short is begun again, so what `run` does must be safe to repeat. What it throws is not recorded.
   */
  step<T>(name: string, recorded: Recorded<T>, run: () => Promise<T>): Promise<T>;
  /** Runs child workflows, at most `limit` at once and begun in order, on any runner. Results in order. */
  children<T>(
    kind: WorkflowKind,
    calls: readonly ChildCall[],
    limit: number,
    recorded: Recorded<T>,
  ): Promise<readonly T[]>;
}
