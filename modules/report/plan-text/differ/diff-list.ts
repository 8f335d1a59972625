import type { Type } from "../../../values/index.js";
import { jsonEqual } from "../../json-equal.js";
import { combineActions } from "../computed/action.js";
import type { Diff } from "../computed/diff.js";
import { EVERYTHING } from "../structured/path-matcher.js";
import {
  childAtIndex,
  containerAction,
  elementsOf,
  type StructuredChange,
} from "../structured/structured-change.js";
import { alignSequences } from "./diff-sequence.js";
import type { DiffType } from "./diff-type.js";

/** The difference of a list: elements aligned, objects in the same place paired. */
export function diffList(change: StructuredChange, elementType: Type, diffType: DiffType): Diff {
  const ofObjects = typeof elementType !== "string" && elementType[0] === "object";
  const steps = alignSequences(
    elementsOf(change.before),
    elementsOf(change.after),
    jsonEqual,
    () => ofObjects,
  );
  const elements = steps.map(({ beforeIndex, afterIndex }) =>
    diffType({ ...childAtIndex(change, beforeIndex, afterIndex), relevant: EVERYTHING }, elementType),
  );
  return {
    kind: "list",
    elements,
    action: elements.reduce(
      (action, element) => combineActions(action, element.action),
      containerAction(change),
    ),
    replace: change.replacePaths.matches,
  };
}
