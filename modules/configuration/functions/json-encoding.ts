import { isObjectValue, Sensitive, SetValue, type Value } from "../../values/index.js";
import { formatNumber } from "../conversion/format-number.js";
import { sortedEntries } from "../evaluation/iterate.js";

/** Known values as JSON the way Go writes it: keys sorted, `<`, `>` and `&` escaped, no spaces. */
export function encodeJson(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "string") return encodeJsonString(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof Sensitive) return encodeJson(value.value);
  if (value instanceof SetValue) return `[${value.elements.map(encodeJson).join(",")}]`;
  if (isObjectValue(value)) {
    const members = sortedEntries(value).map(([key, each]) => `${encodeJsonString(key)}:${encodeJson(each)}`);
    return `{${members.join(",")}}`;
  }
  return isArray(value) ? `[${value.map(encodeJson).join(",")}]` : "null";
}

/** A JSON string with Go's HTML escaping. */
export function encodeJsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
