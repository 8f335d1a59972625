import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ObjectValue } from "../../values/index.js";
import { objectJson } from "../document/json-value.js";

/** Digest of a live object: SHA-256 of its canonical JSON (RFC 8785). */
export function fingerprint(object: ObjectValue): string {
  const text = canonicalize(objectJson(object)) ?? "null";
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
