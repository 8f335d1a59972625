import type { Type } from "../../../values/index.js";
import { combineActions } from "../computed/action.js";
import type { Diff } from "../computed/diff.js";
import { containerAction, type StructuredChange } from "../structured/structured-change.js";
import type { DiffType } from "./diff-type.js";
import { pairSetElements } from "./pair-set-elements.js";

/** The difference of a set: an element is there or not, never changed. */
export function diffSet(change: StructuredChange, elementType: Type, diffType: DiffType): Diff {
  const elements = pairSetElements(change).map((element) => diffType(element, elementType));
  return {
    kind: "set",
    elements,
    action: elements.reduce(
      (action, element) => combineActions(action, element.action),
      containerAction(change),
    ),
    replace: change.replacePaths.matches,
  };
}
