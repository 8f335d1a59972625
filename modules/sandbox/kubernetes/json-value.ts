import type { Json, JsonObject } from "../world/records.js";

/** Looks into JSON that somebody sent: nothing is taken for granted. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of member names; undefined where something is missing on the way. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current = value;
  for (const name of path) {
    if (!isObject(current)) return undefined;
    current = current[name];
  }
  return current;
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" ? found : undefined;
}

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return isList(found) ? found : [];
}

/** A map of texts, such as labels; other values are left out. */
export function textsAt(value: Json | undefined, ...path: readonly string[]): Record<string, string> {
  const found = at(value, ...path);
  const texts: Record<string, string> = {};
  for (const [name, content] of Object.entries(isObject(found) ? found : {})) {
    if (typeof content === "string") texts[name] = content;
  }
  return texts;
}

export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
