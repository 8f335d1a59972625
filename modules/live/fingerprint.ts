import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { isObjectValue, type ObjectValue, Unknown, unmarkDeep, type Value } from "../values/index.js";

/**
 * The digest of a live object as a plan keeps it, `sha256:…` over its canonical JSON (RFC 8785). `absent` is
 * the fingerprint of an object that does not exist.
 *
 * @param without top-level attributes that may differ without making the plan stale, e.g. ignored ones
 */
export function fingerprintOf(object: ObjectValue | null, without: readonly string[] = []): string {
  if (object === null) return "absent";
  const kept = Object.entries(object).filter(([name]) => !without.includes(name));
  return `sha256:${digestOfObject(Object.fromEntries(kept))}`;
}

/** The SHA-256 of an object's canonical JSON, in hexadecimal. */
export function digestOfObject(object: ObjectValue): string {
  const text = canonicalize(plain(unmarkDeep(object).value)) ?? "";
  return createHash("sha256").update(text).digest("hex");
}

function plain(value: Value): unknown {
  if (value instanceof Unknown) return { unknown: true };
  if (Array.isArray(value)) return value.map((element: Value) => plain(element));
  if (isObjectValue(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, plain(element)]));
  }
  return value;
}
