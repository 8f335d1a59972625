import type { Change, JsonObject, JsonValue } from "../../../plan/index.js";
import { jsonEqual } from "../../json-equal.js";
import type { DiffAction } from "../computed/action.js";
import { type PathMatcher, pathMatcher } from "./path-matcher.js";

/** One value's change as plan JSON holds it. A value that is absent is null; `…Explicit` tells them apart. */
export interface StructuredChange {
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly beforeExplicit: boolean;
  readonly afterExplicit: boolean;
  readonly unknown: JsonValue;
  readonly beforeSensitive: JsonValue;
  readonly afterSensitive: JsonValue;
  readonly replacePaths: PathMatcher;
  readonly relevant: PathMatcher;
}

export function fromPlanChange(change: Change, relevant: PathMatcher): StructuredChange {
  const structured: StructuredChange = {
    before: change.before,
    after: change.after ?? null,
    beforeExplicit: false,
    afterExplicit: false,
    unknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    replacePaths: pathMatcher(change.replace_paths ?? [], false),
    relevant,
  };
  // Forgetting an object leaves it as it is: it must not look like a deletion.
  const forgotten = change.actions.length === 1 && change.actions[0] === "forget";
  return forgotten ? asNoOp(structured) : structured;
}

export function isUnknown(change: StructuredChange): boolean {
  return change.unknown === true;
}

export function asNoOp(change: StructuredChange): StructuredChange {
  return {
    ...change,
    after: change.before,
    afterExplicit: change.beforeExplicit,
    unknown: false,
    afterSensitive: change.beforeSensitive,
  };
}

export function asDelete(change: StructuredChange): StructuredChange {
  return { ...change, after: null, afterExplicit: false, unknown: null, afterSensitive: null };
}

export function asCreate(change: StructuredChange): StructuredChange {
  return { ...change, before: null, beforeExplicit: false, beforeSensitive: null };
}

/** The action of a value without parts. */
export function leafAction(change: StructuredChange): DiffAction {
  const noBefore = change.before === null && !change.beforeExplicit;
  const noAfter = change.after === null && !change.afterExplicit;
  if (noBefore && !noAfter) return "create";
  if (noAfter && !noBefore) return "delete";
  const same =
    change.afterExplicit === change.beforeExplicit &&
    (change.beforeSensitive === true) === (change.afterSensitive === true) &&
    jsonEqual(change.before, change.after);
  return same ? "no-op" : "update";
}

/** The action of a collection before its elements are looked at. */
export function containerAction(change: StructuredChange): DiffAction {
  if (change.before === null) return change.after === null ? "no-op" : "create";
  return change.after === null ? "delete" : "no-op";
}

export function childAtKey(change: StructuredChange, key: string): StructuredChange {
  const before = member(change.before, key);
  const after = member(change.after, key);
  return {
    before: before ?? null,
    after: after ?? null,
    beforeExplicit: before !== undefined,
    afterExplicit: after !== undefined,
    unknown: member(change.unknown, key) ?? null,
    beforeSensitive: member(change.beforeSensitive, key) ?? null,
    afterSensitive: member(change.afterSensitive, key) ?? null,
    replacePaths: change.replacePaths.child(key),
    relevant: change.relevant.child(key),
  };
}

/** An index that does not exist stands for "no such element": the other side was added or removed. */
export function childAtIndex(
  change: StructuredChange,
  beforeIndex: number,
  afterIndex: number,
): StructuredChange {
  const before = element(change.before, beforeIndex);
  const after = element(change.after, afterIndex);
  const index = before === undefined ? afterIndex : beforeIndex;
  return {
    before: before ?? null,
    after: after ?? null,
    beforeExplicit: before !== undefined,
    afterExplicit: after !== undefined,
    unknown: element(change.unknown, afterIndex) ?? null,
    beforeSensitive: element(change.beforeSensitive, beforeIndex) ?? null,
    afterSensitive: element(change.afterSensitive, afterIndex) ?? null,
    replacePaths: change.replacePaths.child(index),
    relevant: change.relevant.child(index),
  };
}

export function elementsOf(value: JsonValue): readonly JsonValue[] {
  return isList(value) ? value : [];
}

/** The keys of either side; with `hidden`, also those that only the unknown and sensitive marks name. */
export function keysOf(change: StructuredChange, hidden: boolean): readonly string[] {
  const sides = hidden
    ? [change.before, change.after, change.unknown, change.afterSensitive, change.beforeSensitive]
    : [change.before, change.after];
  return [...new Set(sides.flatMap((side) => (isObject(side) ? Object.keys(side) : [])))];
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function member(value: JsonValue, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function element(value: JsonValue, index: number): JsonValue | undefined {
  return isList(value) ? value[index] : undefined;
}
