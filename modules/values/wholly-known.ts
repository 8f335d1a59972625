import { Sensitive } from "./sensitive.js";
import { Unknown } from "./unknown.js";
import type { Value } from "./value.js";

/** Whether no part of the value is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value === null || typeof value !== "object") return true;
  if (value instanceof Unknown) return false;
  if (value instanceof Sensitive) return isWhollyKnown(value.value);
  // A set is looked through as the object that it is: naming its class here would close an import circle.
  return Object.values(value).every(isWhollyKnown);
}
