import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** `sha256:…` over the canonical JSON (RFC 8785) of a value: the same for the same content in any order. */
export function digestOf(value: object): string {
  return digestOfText(canonicalize(value) ?? "");
}

/** `sha256:…` over bytes, or over text in UTF-8. */
export function digestOfText(text: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
