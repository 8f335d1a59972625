import type { SourceLocation } from "../../diagnostics/index.js";
import { locateNearest } from "../document/fleet-document.js";
import type { Origin, PathStep } from "../origin.js";

/** One place that settings come from, e.g. the defaults of the fleet, with what it says. */
export interface Layer<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Keys of settings that are merged key by key; all others are taken whole from the most specific layer. */
const mergedKeys = new Set([
  "labels",
  "tags",
  "subnets",
  "scaling",
  "rootVolume",
  "timeouts",
  "policy",
  "parameters",
]);

/**
 * Merges layers given from general to specific. A more specific layer wins; maps are merged key by key, where
 * `null` takes an inherited key away; lists, and the alternatives `ami`, `userData`, `updateConfig` and
 * `assumeRole`, are replaced as a whole.
 */
export function mergeLayers<T extends object>(layers: readonly Layer<T>[]): Partial<T> {
  let merged: Partial<T> = {};
  for (const layer of layers) merged = mergeObjects(merged, layer.value);
  return merged;
}

function mergeObjects<T extends object>(under: T, over: object): T {
  const result = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const inherited: unknown = Reflect.get(result, key);
    const merges = mergedKeys.has(key) && isRecord(inherited) && isRecord(value);
    Reflect.set(result, key, merges ? mergeObjects(inherited, value) : value);
  }
  return result;
}

/** Where the value of merged settings was written: the most specific layer that says it. */
export function locateInOrigins(origins: readonly Origin[], path: readonly PathStep[]): SourceLocation {
  const [key] = path;
  const wanted = typeof key === "string" && mergedKeys.has(key) ? path : path.slice(0, 1);
  const from = origins.find(
    ({ document, path: base }) => document.locateValue([...base, ...wanted]) !== undefined,
  );
  const origin = from ?? origins[0];
  if (origin === undefined) return { file: "", line: 1, column: 1 };
  return locateNearest(origin.document, [...origin.path, ...path]);
}

/** Where a key of merged settings was written. */
export function locateKeyInOrigins(origins: readonly Origin[], path: readonly PathStep[]): SourceLocation {
  for (const { document, path: base } of origins) {
    if (document.locateValue([...base, ...path]) === undefined) continue;
    const found = document.locateKey([...base, ...path]);
    if (found !== undefined) return found;
  }
  return locateInOrigins(origins, path);
}

/** A map without the entries that were taken away with `null`. */
export function withoutNulls(map: { readonly [key: string]: string | null } | undefined): {
  readonly [key: string]: string;
} {
  const result: Record<string, string> = {};
  for (const [key, value] of Object.entries(map ?? {})) if (value !== null) result[key] = value;
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
