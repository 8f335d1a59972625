import type { Type } from "../../../values/index.js";
import type { Diff } from "../computed/diff.js";
import { leafAction, type StructuredChange } from "../structured/structured-change.js";
import { diffDynamic } from "./diff-dynamic.js";
import { diffList } from "./diff-list.js";
import { diffMap } from "./diff-map.js";
import { diffObject } from "./diff-object.js";
import { diffSensitive } from "./diff-sensitive.js";
import { diffSet } from "./diff-set.js";
import { diffTuple } from "./diff-tuple.js";
import { diffUnknown } from "./diff-unknown.js";

/** How a differ comes back to the types of its elements. */
export type DiffType = (change: StructuredChange, type: Type) => Diff;

/** The difference of a value of a given type. */
export function diffType(original: StructuredChange, type: Type): Diff {
  const change = type === "dynamic" ? original : emptyStringsAsNull(original);
  const inner = (part: StructuredChange) => diffType(part, type);
  return (
    diffSensitive(change, false, inner) ?? diffUnknown(change, false, inner) ?? diffKnownType(change, type)
  );
}

function diffKnownType(change: StructuredChange, type: Type): Diff {
  if (type === "dynamic") return diffDynamic(change);
  if (typeof type === "string") {
    return {
      kind: "primitive",
      type,
      before: change.before,
      after: change.after,
      action: leafAction(change),
      replace: change.replacePaths.matches,
    };
  }
  switch (type[0]) {
    case "list":
      return diffList(change, type[1], diffType);
    case "set":
      return diffSet(change, type[1], diffType);
    case "map":
      return diffMap(change, type[1], diffType);
    case "object":
      return diffObject(change, type[1], diffType);
    case "tuple":
      return diffTuple(change, type[1], diffType);
  }
}

/** The provider's SDK cannot tell null from an empty string and returns either. */
function emptyStringsAsNull(change: StructuredChange): StructuredChange {
  if (change.before !== "" && change.after !== "") return change;
  return {
    ...change,
    before: change.before === "" ? null : change.before,
    after: change.after === "" ? null : change.after,
  };
}
