import { Sensitive } from "./sensitive.js";
import { Unknown } from "./unknown.js";
import type { Value } from "./value.js";
import { isWhollyKnown } from "./wholly-known.js";

/**
 * A set as expressions yield it: no duplicates, elements in Terraform's iteration order. Of unknown elements
 * nobody can tell whether they are duplicates: all are kept.
 */
export class SetValue {
  readonly elements: readonly Value[];

  constructor(elements: Iterable<Value>) {
    const byKey = new Map<string, Value>();
    const unknown: Value[] = [];
    for (const element of elements) {
      if (!isWhollyKnown(element)) {
        unknown.push(element);
        continue;
      }
      const key = setElementKey(element);
      if (!byKey.has(key)) byKey.set(key, element);
    }
    this.elements = [...byKey.values(), ...unknown].sort(compareSetElements);
  }
}

/**
 * Orders set elements as go-cty does (`set_internals.go`): strings by their bytes, numbers by size, false
 * before true, nulls after values and unknowns last; anything else by its hash text.
 */
export function compareSetElements(left: Value, right: Value): number {
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return rank;
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (typeof left === "string" && typeof right === "string") return compareBytes(left, right);
  return compareBytes(setElementKey(left), setElementKey(right));
}

/** The text by which go-cty tells set elements apart (`makeSetHashBytes`); equal values give equal text. */
export function setElementKey(value: Value): string {
  if (value === null) return "~";
  if (value instanceof Unknown) return "?";
  if (value instanceof Sensitive) return setElementKey(value.value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "T" : "F";
  if (value instanceof SetValue) return `[${value.elements.map((e) => `${setElementKey(e)};`).join("")}]`;
  if (isArray(value)) return `[${value.map((e) => `${setElementKey(e)};`).join("")}]`;
  const names = Object.keys(value).sort(compareBytes);
  return `<${names.map((name) => `${setElementKey(value[name] ?? null)};`).join("")}>`;
}

function rankOf(value: Value): number {
  if (value instanceof Unknown) return 2;
  return value === null ? 1 : 0;
}

const SURROGATES = 0xd800;

/** Orders strings by their UTF-8 bytes, as Go does. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  let same = 0;
  while (same < shorter && left.charCodeAt(same) === right.charCodeAt(same)) same++;
  if (same === shorter) return left.length < right.length ? -1 : 1;
  const [one, other] = [left.charCodeAt(same), right.charCodeAt(same)];
  // UTF-16 order differs from byte order only where a surrogate meets a higher basic-plane character.
  if (one >= SURROGATES && other >= SURROGATES) return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return one < other ? -1 : 1;
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
