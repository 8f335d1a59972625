import type { FailedRead } from "../diagnostics/index.js";
import type { ObjectValue } from "../values/index.js";

/**
 * What the planner asks for. The shape is the planner's own (`plan-stack-input.ts`), told again because this
 * room does not know the planner.
 */
export type ReadRequest = {
  readonly key: string;
  readonly address: string;
  readonly type: string;
  readonly providerKey: string;
} & (
  | { readonly kind: "data-source"; readonly config: ObjectValue; readonly mayFail?: boolean }
  | { readonly kind: "refresh"; readonly prior: ObjectValue }
  | { readonly kind: "find"; readonly naturalKey: string }
);

/** What was read, by the request's key; null: the object does not exist. Only what may fail is a `FailedRead`. */
export type ReadResults = ReadonlyMap<string, ObjectValue | null | FailedRead>;
