import type { JsonObject, JsonValue } from "../../plan/index.js";

/** Whether `value` is a JSON object. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isJsonArray(value);
}

/** The member of an object; undefined where `value` is no object or has no such member of its own. */
export function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The elements of an array; none where `value` is no array. */
export function elements(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}

/** A string that is not empty. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A whole number of at least 0; the provider's state holds some numbers as text. */
export function countOf(value: JsonValue | undefined): number | undefined {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The strings of an array, others left out; undefined where `value` is no array. */
export function textsOf(value: JsonValue | undefined): string[] | undefined {
  return isJsonArray(value)
    ? value.filter((element): element is string => typeof element === "string")
    : undefined;
}

/** How many members an object, or elements an array has; undefined for anything else. */
export function sizeOf(value: JsonValue | undefined): number | undefined {
  if (isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

/** Whether any part of an `after_unknown` document is true. */
export function hasUnknown(value: JsonValue | undefined): boolean {
  if (value === true) return true;
  if (isJsonArray(value)) return value.some(hasUnknown);
  return isJsonObject(value) && Object.values(value).some(hasUnknown);
}

function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
