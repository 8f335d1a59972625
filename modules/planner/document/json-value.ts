import type { JsonObject, JsonValue } from "../../plan/index.js";
import { type ObjectValue, Sensitive, SetValue, Unknown, type Value } from "../../values/index.js";

/**
 * A value for plan JSON without what is not known: unknown members of objects are left out, unknown elements
 * of lists become null so that the others keep their places. Undefined where the value itself is unknown.
 */
export function knownJson(value: Value): JsonValue | undefined {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Unknown) return undefined;
  if (value instanceof Sensitive) return knownJson(value.value);
  if (value instanceof SetValue) return value.elements.map((element) => knownJson(element) ?? null);
  if (isList(value)) return value.map((element) => knownJson(element) ?? null);
  const result: { [name: string]: JsonValue } = {};
  for (const name in value) {
    const member = knownJson(value[name] ?? null);
    if (member !== undefined) result[name] = member;
  }
  return result;
}

/** Where a value is not known, in the shape of the value: `after_unknown`. */
export function unknownJson(value: Value): JsonValue {
  if (value === null || typeof value !== "object") return false;
  if (value instanceof Unknown) return true;
  if (value instanceof Sensitive) return unknownJson(value.value);
  if (value instanceof SetValue) return value.elements.map(unknownJson);
  if (isList(value)) return value.map(unknownJson);
  const result: { [name: string]: JsonValue } = {};
  for (const name in value) {
    const member = unknownJson(value[name] ?? null);
    if (member !== false) result[name] = member;
  }
  return result;
}

const objects = new WeakMap<ObjectValue, JsonObject>();

/**
 * A resource's object as JSON, members in name order, unknown ones left out. One object stands in several
 * places of a plan (before and after of a no-op, prior and planned values), so it is made but once.
 */
export function objectJson(value: ObjectValue): JsonObject {
  const known = objects.get(value);
  if (known !== undefined) return known;
  const result: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(value).sort()) {
    const member = knownJson(value[name] ?? null);
    if (member !== undefined) result[name] = member;
  }
  objects.set(value, result);
  return result;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
