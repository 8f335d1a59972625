import type { Type } from "../../../values/index.js";
import { combineActions, type DiffAction } from "../computed/action.js";
import type { Diff } from "../computed/diff.js";
import {
  asNoOp,
  childAtKey,
  containerAction,
  type StructuredChange,
} from "../structured/structured-change.js";
import type { DiffType } from "./diff-type.js";

/** The difference of an object; attributes that are null on both sides are left out. */
export function diffObject(
  change: StructuredChange,
  attributeTypes: { readonly [name: string]: Type },
  diffType: DiffType,
): Diff {
  const attributes = new Map<string, Diff>();
  let action: DiffAction = containerAction(change);
  for (const [name, type] of Object.entries(attributeTypes)) {
    const found = childAtKey(change, name);
    const relevant = found.relevant.matchesPartially ? found : asNoOp(found);
    const child = { ...relevant, beforeExplicit: false, afterExplicit: false };
    const attribute = diffType(child, type);
    if (attribute.action === "no-op" && child.before === null && child.after === null) continue;
    attributes.set(name, attribute);
    action = combineActions(action, attribute.action);
  }
  return { kind: "object", attributes, action, replace: change.replacePaths.matches };
}
