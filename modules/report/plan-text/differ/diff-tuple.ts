import type { Type } from "../../../values/index.js";
import { combineActions, type DiffAction } from "../computed/action.js";
import type { Diff } from "../computed/diff.js";
import {
  asNoOp,
  childAtIndex,
  containerAction,
  type StructuredChange,
} from "../structured/structured-change.js";
import type { DiffType } from "./diff-type.js";

/** The difference of a tuple, place by place; shown as a list. */
export function diffTuple(change: StructuredChange, elementTypes: readonly Type[], diffType: DiffType): Diff {
  let action: DiffAction = containerAction(change);
  const elements = elementTypes.map((type, index) => {
    const child = childAtIndex(change, index, index);
    const element = diffType(child.relevant.matchesPartially ? child : asNoOp(child), type);
    action = combineActions(action, element.action);
    return element;
  });
  return { kind: "list", elements, action, replace: change.replacePaths.matches };
}
