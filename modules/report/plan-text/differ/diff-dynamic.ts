import type { JsonValue } from "../../../plan/index.js";
import { jsonEqual } from "../../json-equal.js";
import { combineActions, type DiffAction } from "../computed/action.js";
import type { Diff } from "../computed/diff.js";
import {
  asCreate,
  asDelete,
  asNoOp,
  childAtIndex,
  childAtKey,
  elementsOf,
  isList,
  isObject,
  isUnknown,
  keysOf,
  type StructuredChange,
} from "../structured/structured-change.js";
import { diffSensitive } from "./diff-sensitive.js";
import { alignSequences } from "./diff-sequence.js";

/** The difference of values that no schema describes: outputs, dynamic attributes, JSON inside strings. */
export function diffDynamic(change: StructuredChange): Diff {
  return diffSensitive(change, false, diffDynamic) ?? diffUnknownDynamic(change) ?? diffKnown(change);
}

type JsonShape = "null" | "bool" | "string" | "number" | "object" | "list";

function diffUnknownDynamic(change: StructuredChange): Diff | undefined {
  if (!isUnknown(change)) return undefined;
  if (change.before === null) return { kind: "unknown", before: null, action: "create", replace: false };
  const before = diffDynamic({ ...asDelete(change), unknown: false });
  return { kind: "unknown", before, action: "update", replace: false };
}

function diffKnown(change: StructuredChange): Diff {
  const before = shapeOf(change.before);
  const after = shapeOf(change.after);
  const deleted = after === "null" && !change.afterExplicit;
  const created = before === "null" && !change.beforeExplicit;
  if (before === after || created || deleted) return diffAs(change, before === "null" ? after : before);
  return {
    kind: "type-change",
    before: diffAs(asDelete(change), before),
    after: diffAs(asCreate(change), after),
    action: "update",
    replace: false,
  };
}

function diffAs(change: StructuredChange, shape: JsonShape): Diff {
  switch (shape) {
    case "object":
      return diffAsObject(change);
    case "list":
      return diffAsList(change);
    case "null":
      // Rendered as the word null whatever the type says.
      return diffAsPrimitive(change, "bool");
    case "bool":
    case "number":
    case "string":
      return diffAsPrimitive(change, shape);
  }
}

function diffAsPrimitive(change: StructuredChange, type: "string" | "number" | "bool"): Diff {
  const noBefore = change.before === null && !change.beforeExplicit;
  const noAfter = change.after === null && !change.afterExplicit;
  const same = jsonEqual(change.before, change.after);
  let action: DiffAction = same ? "no-op" : "update";
  if (noBefore && !noAfter) action = "create";
  if (!noBefore && noAfter) action = "delete";
  return { kind: "primitive", type, before: change.before, after: change.after, action, replace: false };
}

function diffAsObject(change: StructuredChange): Diff {
  const attributes = new Map<string, Diff>();
  let action = sideAction(isObject(change.before), isObject(change.after));
  for (const key of keysOf(change, true)) {
    const child = childAtKey(change, key);
    const attribute = diffDynamic(child.relevant.matchesPartially ? child : asNoOp(child));
    attributes.set(key, attribute);
    action = combineActions(action, attribute.action);
  }
  return { kind: "object", attributes, action, replace: false };
}

function diffAsList(change: StructuredChange): Diff {
  const steps = alignSequences(elementsOf(change.before), elementsOf(change.after), jsonEqual, isObject);
  const elements = steps.map(({ beforeIndex, afterIndex }) =>
    diffDynamic(childAtIndex(change, beforeIndex, afterIndex)),
  );
  const action = elements.reduce(
    (current, element) => combineActions(current, element.action),
    sideAction(isList(change.before), isList(change.after)),
  );
  return { kind: "list", elements, action, replace: false };
}

function sideAction(before: boolean, after: boolean): DiffAction {
  if (before === after) return "no-op";
  return before ? "delete" : "create";
}

function shapeOf(value: JsonValue): JsonShape {
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  return isList(value) ? "list" : "object";
}
