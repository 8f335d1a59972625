import type { JsonValue } from "../../../plan/index.js";
import { longestCommonSubsequence } from "./longest-common-subsequence.js";

/** A step through two sequences; an index past the end means that the element is on the other side only. */
export interface SequenceStep {
  readonly beforeIndex: number;
  readonly afterIndex: number;
}

/**
 * Aligns two sequences. Equally long ones are compared place by place unless the one is but the other in a
 * new order; others by their longest common subsequence, and where both sides hold an object that is not
 * common, the two are paired as one changed element instead of one removed and one added.
 */
export function alignSequences<T extends JsonValue>(
  before: readonly T[],
  after: readonly T[],
  equal: (left: T, right: T) => boolean,
  isObjectElement: (element: T) => boolean,
): readonly SequenceStep[] {
  if (before.length === after.length && !isReorder(before, after, equal)) {
    return before.map((_, index) => ({ beforeIndex: index, afterIndex: index }));
  }
  const common = longestCommonSubsequence(before, after, equal);
  const steps: SequenceStep[] = [];
  let beforeIndex = 0;
  let afterIndex = 0;
  const differs = (side: readonly T[], index: number, shared: T | undefined): boolean => {
    const element = side[index];
    if (element === undefined) return false;
    return shared === undefined || !equal(element, shared);
  };
  for (
    let next = 0;
    beforeIndex < before.length || afterIndex < after.length || next < common.length;
    next++
  ) {
    const shared = common[next];
    while (differs(before, beforeIndex, shared)) {
      const left = before[beforeIndex];
      const right = after[afterIndex];
      const paired =
        left !== undefined &&
        right !== undefined &&
        isObjectElement(left) &&
        isObjectElement(right) &&
        differs(after, afterIndex, shared);
      steps.push({ beforeIndex, afterIndex: paired ? afterIndex : after.length });
      beforeIndex++;
      if (paired) afterIndex++;
    }
    while (differs(after, afterIndex, shared)) {
      steps.push({ beforeIndex: before.length, afterIndex });
      afterIndex++;
    }
    if (shared !== undefined) {
      steps.push({ beforeIndex, afterIndex });
      beforeIndex++;
      afterIndex++;
    }
  }
  return steps;
}

function isReorder<T>(
  before: readonly T[],
  after: readonly T[],
  equal: (left: T, right: T) => boolean,
): boolean {
  return before.every((left) => after.some((right) => equal(left, right)));
}
