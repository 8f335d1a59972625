import { combineActions, type DiffAction } from "../computed/action.js";
import type { Diff, NestedBlocks } from "../computed/diff.js";
import type { RenderBlockSchema } from "../render-schema.js";
import {
  asNoOp,
  childAtIndex,
  childAtKey,
  containerAction,
  elementsOf,
  isUnknown,
  type StructuredChange,
} from "../structured/structured-change.js";
import { diffSensitive } from "./diff-sensitive.js";
import { diffType } from "./diff-type.js";
import { diffUnknown } from "./diff-unknown.js";
import { pairSetElements } from "./pair-set-elements.js";

/** The difference of a resource, data source or nested block. */
export function diffBlock(change: StructuredChange, schema: RenderBlockSchema): Diff {
  const inner = (part: StructuredChange) => diffBlock(part, schema);
  const unknownAttributes = Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, true]));
  return (
    diffSensitive(change, true, inner) ??
    diffUnknown(change, unknownAttributes, inner) ??
    diffKnownBlock(change, schema)
  );
}

function diffKnownBlock(change: StructuredChange, schema: RenderBlockSchema): Diff {
  let action: DiffAction = containerAction(change);
  const attributes = new Map<string, Diff>();
  for (const [name, { type }] of Object.entries(schema.attributes)) {
    const child = { ...relevantChild(change, name), beforeExplicit: false, afterExplicit: false };
    const attribute = diffType(child, type);
    if (attribute.action === "no-op" && child.before === null && child.after === null) continue;
    attributes.set(name, attribute);
    action = combineActions(action, attribute.action);
  }
  const blocks = new Map<string, NestedBlocks>();
  for (const [name, nested] of Object.entries(schema.blocks)) {
    const child = relevantChild(change, name);
    const [diffs, nestedAction] = diffNestedBlocks(child, nested.nesting, nested.block);
    const unknown = isUnknown(child);
    if (nestedAction === "no-op" && child.before === null && child.after === null && !unknown) continue;
    blocks.set(name, {
      blocks: diffs,
      replace: child.replacePaths.matches,
      beforeSensitive: child.beforeSensitive === true,
      afterSensitive: child.afterSensitive === true,
      unknown: unknown && nested.nesting !== "single",
    });
    action = combineActions(action, nestedAction);
  }
  return { kind: "block", attributes, blocks, action, replace: change.replacePaths.matches };
}

function diffNestedBlocks(
  change: StructuredChange,
  nesting: "list" | "set" | "single",
  schema: RenderBlockSchema,
): readonly [readonly Diff[], DiffAction] {
  if (nesting === "single") {
    const diff = diffBlock(change, schema);
    return [[diff], diff.action];
  }
  const children = nesting === "set" ? pairSetElements(change) : pairListBlocks(change);
  const diffs = children.map((child) => diffBlock(child, schema));
  const action = diffs.reduce<DiffAction>(
    (current, diff) => combineActions(current, diff.action),
    containerAction(change),
  );
  return [diffs, action];
}

function pairListBlocks(change: StructuredChange): readonly StructuredChange[] {
  const count = Math.max(elementsOf(change.before).length, elementsOf(change.after).length);
  return Array.from({ length: count }, (_, index) => {
    const child = childAtIndex(change, index, index);
    return child.relevant.matchesPartially ? child : asNoOp(child);
  });
}

function relevantChild(change: StructuredChange, name: string): StructuredChange {
  const child = childAtKey(change, name);
  return child.relevant.matchesPartially ? child : asNoOp(child);
}
