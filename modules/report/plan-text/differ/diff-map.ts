import type { Type } from "../../../values/index.js";
import { combineActions, type DiffAction } from "../computed/action.js";
import type { Diff } from "../computed/diff.js";
import {
  asNoOp,
  childAtKey,
  containerAction,
  keysOf,
  type StructuredChange,
} from "../structured/structured-change.js";
import type { DiffType } from "./diff-type.js";

/** The difference of a map, key by key. */
export function diffMap(change: StructuredChange, elementType: Type, diffType: DiffType): Diff {
  const elements = new Map<string, Diff>();
  let action: DiffAction = containerAction(change);
  for (const key of keysOf(change, true)) {
    const child = childAtKey(change, key);
    const element = diffType(child.relevant.matchesPartially ? child : asNoOp(child), elementType);
    elements.set(key, element);
    action = combineActions(action, element.action);
  }
  return { kind: "map", elements, action, replace: change.replacePaths.matches };
}
