import type { CollectionField, Field, MapField, PrimitiveField } from "./field.js";
import { type AttributeDiff, finalizeDiff, type InstanceDiff } from "./instance-diff.js";
import {
  ABSENT,
  isReadList,
  isReadMap,
  isReadObject,
  isReadSet,
  type ReadField,
  type ReadSet,
  readValuesEqual,
  zeroText,
} from "./read-value.js";

export interface DiffContext {
  readonly diff: InstanceDiff;
  /** Whether the object exists already: the SDK looks at the id. */
  readonly exists: boolean;
  /** Set for what a CustomizeDiff function put in place. */
  readonly customized: boolean;
}

/**
 * Compares one field's old and new reading and notes the differences (`schemaMap.diff`). With `all`, equal
 * values are noted too: the elements of a changed set are described whole.
 */
export function diffField(
  key: string,
  field: Field,
  old: ReadField,
  next: ReadField,
  all: boolean,
  context: DiffContext,
): void {
  switch (field.kind) {
    case "primitive":
      diffPrimitive(key, field, old, next, all, context);
      return;
    case "map":
      diffMap(key, field, old, next, all, context);
      return;
    default:
      if (field.kind === "list") diffList(key, field, old, next, all, context);
      else diffSet(key, field, old, next, all, context);
  }
}

function diffPrimitive(
  key: string,
  field: PrimitiveField,
  old: ReadField,
  next: ReadField,
  all: boolean,
  context: DiffContext,
): void {
  const oldText = old.exists ? textOf(old, field) : "";
  const newText = next.exists ? textOf(next, field) : old.exists ? zeroText(field) : "";
  if (oldText === newText && !all && !next.computed) {
    if (oldText !== "" || context.exists || !field.computed) return;
  }
  const removed = old.exists && !next.exists && !next.computed;
  if (removed && field.computed) return;
  const diff = finalizeDiff(
    field,
    { old: oldText, new: newText, newComputed: next.computed, newRemoved: removed },
    context.customized,
  );
  if (diff === null) return;
  if (!context.customized && field.suppressDiff?.(diff.old, diff.new)) {
    if (all) context.diff.set(key, unchanged(diff.old));
    return;
  }
  context.diff.set(key, diff);
}

function diffMap(
  key: string,
  field: MapField,
  old: ReadField,
  next: ReadField,
  all: boolean,
  context: DiffContext,
): void {
  const state = new Map(elementsOf(old));
  const config = elementsOf(next);
  const changed = state.size !== config.size && !(state.size !== 0 && config.size === 0 && field.computed);
  const computed = state.size === 0 && config.size === 0 && field.computed && !old.exists;
  if (changed || computed || next.computed) {
    const known = !computed && !next.computed;
    put(
      context,
      `${key}.%`,
      finalizeDiff(
        { computed: field.computed || next.computed, forceNew: field.forceNew },
        {
          old: known ? String(state.size) : "",
          new: known ? String(config.size) : "",
          newComputed: false,
          newRemoved: false,
        },
        context.customized,
      ),
    );
  }
  if ((!next.exists || next.computed) && field.computed) return;
  for (const [name, text] of config) {
    const before = state.get(name);
    state.delete(name);
    if (before === text && !all) continue;
    put(
      context,
      `${key}.${name}`,
      finalizeDiff(
        field,
        { old: before ?? "", new: text, newComputed: false, newRemoved: false },
        context.customized,
      ),
    );
  }
  for (const [name, text] of state)
    put(
      context,
      `${key}.${name}`,
      finalizeDiff(field, { old: text, new: "", newComputed: false, newRemoved: true }, context.customized),
    );
}

function diffList(
  key: string,
  field: CollectionField,
  old: ReadField,
  next: ReadField,
  all: boolean,
  context: DiffContext,
): void {
  const nextSet = next.exists && !next.computed;
  if (old.exists && !nextSet && !next.computed && field.computed) return;
  const before = old.exists && old.value !== null && isReadList(old.value) ? old.value : [];
  const after = nextSet && next.value !== null && isReadList(next.value) ? next.value : [];
  if (!all && nextSet && readValuesEqual(before, after)) return;
  if (next.computed) {
    context.diff.set(`${key}.#`, {
      old: String(before.length),
      new: "",
      newComputed: true,
      newRemoved: false,
      requiresNew: field.forceNew,
    });
    return;
  }
  const computed = before.length === 0 && after.length === 0 && field.computed;
  if (before.length !== after.length || computed || all)
    put(
      context,
      `${key}.#`,
      finalizeDiff(
        field,
        {
          old: computed ? "" : String(before.length),
          new: computed ? "" : String(after.length),
          newComputed: false,
          newRemoved: false,
        },
        context.customized,
      ),
    );
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index++)
    diffElement(`${key}.${index}`, field, before[index], after[index], all, context);
}

function diffSet(
  key: string,
  field: CollectionField,
  old: ReadField,
  next: ReadField,
  all: boolean,
  context: DiffContext,
): void {
  const nextSet = next.exists && !next.computed;
  if (old.exists && !nextSet && !next.computed && field.computed) return;
  const before = old.exists ? setElements(old) : NO_ELEMENTS;
  const after = nextSet ? setElements(next) : NO_ELEMENTS;
  if (!all && nextSet && sameCodes(before, after)) return;
  if (next.computed || (field.computed && !nextSet)) {
    put(
      context,
      `${key}.#`,
      finalizeDiff(
        field,
        {
          old: next.computed ? "" : String(before.size),
          new: "",
          newComputed: true,
          newRemoved: false,
        },
        context.customized,
      ),
    );
    return;
  }
  if (before.size !== after.size || all)
    put(
      context,
      `${key}.#`,
      finalizeDiff(
        field,
        { old: String(before.size), new: String(after.size), newComputed: false, newRemoved: false },
        context.customized,
      ),
    );
  for (const [code, element] of before)
    if (!after.has(code)) diffElement(`${key}.${code}`, field, element, undefined, true, context);
  for (const [code, element] of after)
    diffElement(`${key}.${code}`, field, before.get(code), element, true, context);
}

/** One element of a list or set: a primitive, or an object field by field. */
function diffElement(
  key: string,
  field: CollectionField,
  old: ReadField["value"] | undefined,
  next: ReadField["value"] | undefined,
  all: boolean,
  context: DiffContext,
): void {
  const { element } = field;
  if (element.kind === "primitive") {
    const primitive = field.forceNew ? { ...element, forceNew: true } : element;
    diffPrimitive(key, primitive, present(old), present(next), all, context);
    return;
  }
  for (const [name, inner] of element.fields)
    diffField(`${key}.${name}`, inner, fieldOf(old, name), fieldOf(next, name), all, context);
}

const NO_ELEMENTS: ReadSet["elements"] = new Map();

function setElements(read: ReadField): ReadSet["elements"] {
  return read.value !== null && isReadSet(read.value) ? read.value.elements : NO_ELEMENTS;
}

function sameCodes(left: ReadSet["elements"], right: ReadSet["elements"]): boolean {
  if (left.size !== right.size) return false;
  for (const code of left.keys()) if (!right.has(code)) return false;
  return true;
}

function elementsOf(read: ReadField): ReadonlyMap<string, string> {
  return read.exists && read.value !== null && isReadMap(read.value) ? read.value.elements : new Map();
}

function fieldOf(element: ReadField["value"] | undefined, name: string): ReadField {
  if (element === undefined || element === null || !isReadObject(element)) return ABSENT;
  return element.fields.get(name) ?? ABSENT;
}

function present(value: ReadField["value"] | undefined): ReadField {
  return value === undefined || value === null ? ABSENT : { exists: true, computed: false, value };
}

function textOf(read: ReadField, field: PrimitiveField): string {
  return typeof read.value === "string" ? read.value : zeroText(field);
}

function unchanged(text: string): AttributeDiff {
  return { old: text, new: text, newComputed: false, newRemoved: false, requiresNew: false };
}

function put(context: DiffContext, key: string, diff: AttributeDiff | null): void {
  if (diff !== null) context.diff.set(key, diff);
}
