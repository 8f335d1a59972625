import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** `sha256:…` over the canonical JSON (RFC 8785) of a value: the same for the same content in any order. */
export function digestOf(value: object): string {
  const hash = createHash("sha256");
  for (const piece of canonicalPieces(value, LEVELS_IN_PIECES)) hash.update(piece);
  return `sha256:${hash.digest("hex")}`;
}

/** `sha256:…` over bytes, or over text in UTF-8. */
export function digestOfText(text: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** The members of a fleet's plan, of its stacks, and of each stack's plan: as one text they would be a gigabyte. */
const LEVELS_IN_PIECES = 3;

/** What `canonicalize` gives, member by member down to some depth. */
function* canonicalPieces(value: unknown, levels: number): Generator<string> {
  if (levels === 0 || !isPlainObject(value)) {
    yield canonicalize(value) ?? "";
    return;
  }
  let separator = "{";
  for (const [name, member] of Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    yield* canonicalPieces(member, levels - 1);
    separator = ",";
  }
  yield separator === "{" ? "{}" : "}";
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("toJSON" in value);
}
