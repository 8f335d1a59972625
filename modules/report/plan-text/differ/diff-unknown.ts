import type { JsonValue } from "../../../plan/index.js";
import type { Diff } from "../computed/diff.js";
import { asDelete, isUnknown, leafAction, type StructuredChange } from "../structured/structured-change.js";

/**
 * The difference of a value that is wholly unknown until apply; undefined when it is not. `childUnknown`
 * marks parts as unknown that must not show as deleted below the present value.
 */
export function diffUnknown(
  change: StructuredChange,
  childUnknown: JsonValue,
  diffBefore: (change: StructuredChange) => Diff,
): Diff | undefined {
  if (!isUnknown(change)) return undefined;
  // An unknown value is absent from the plan, yet surely there: not deleted.
  const there = { ...change, afterExplicit: true };
  const before = change.before === null ? null : diffBefore({ ...asDelete(change), unknown: childUnknown });
  return { kind: "unknown", before, action: leafAction(there), replace: change.replacePaths.matches };
}
