import { isList, isObject } from "./host-builtin.js";

/** A value as Rego writes it: JSON with a space after every comma and colon. */
export function termText(value: unknown): string {
  if (isList(value)) return `[${value.map(termText).join(", ")}]`;
  if (isObject(value)) {
    const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}: ${termText(member)}`).join(", ")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
