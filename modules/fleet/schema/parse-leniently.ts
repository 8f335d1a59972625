import type { z } from "zod";
import type { PathStep } from "../origin.js";

export type Issue = z.core.$ZodIssue;

export interface Lenient<T> {
  /** What is left when everything wrong is taken out; undefined when nothing usable is. */
  readonly value: T | undefined;
  readonly issues: readonly Issue[];
  /** Paths that were taken out: what is missing there has been reported. */
  readonly broken: readonly (readonly PathStep[])[];
}

/**
 * Parses, and goes on with what is right: a part with an issue is taken out (a list as a whole, so that the
 * places of the rest still count), so that later checks can report their problems at the same time. `loose`
 * is the schema with less required: what it lets be missing costs nothing else.
 */
export function parseLeniently<T>(schema: z.ZodType, loose: z.ZodType<T>, input: unknown): Lenient<T> {
  const first = schema.safeParse(input);
  if (first.success) return { value: loose.parse(input), issues: [], broken: [] };
  const value: unknown = structuredClone(input);
  const broken: PathStep[][] = [];
  // What the loose schema does not ask for may stay missing, but has been reported.
  for (const path of first.error.issues.flatMap(pathsOf)) broken.push(path);
  for (;;) {
    const again = loose.safeParse(value);
    if (again.success) return { value: again.data, issues: first.error.issues, broken };
    for (const path of again.error.issues.flatMap(pathsOf)) {
      const removed = removeAt(value, path);
      if (removed === undefined) return { value: undefined, issues: first.error.issues, broken };
      broken.push(removed);
    }
  }
}

function pathsOf(issue: Issue): PathStep[][] {
  const path = steps(issue.path);
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
}

export function steps(path: readonly PropertyKey[]): PathStep[] {
  return path.map((step) => (typeof step === "symbol" ? String(step) : step));
}

/** Deletes the key that is nearest to `path` and exists; undefined when that would be the whole value. */
function removeAt(value: unknown, path: readonly PathStep[]): PathStep[] | undefined {
  let holder: unknown = value;
  let removal: { from: Record<string, unknown>; key: string; path: PathStep[] } | undefined;
  for (const [index, step] of path.entries()) {
    if (isRecord(holder) && typeof step === "string") {
      if (!Object.hasOwn(holder, step)) break;
      removal = { from: holder, key: step, path: path.slice(0, index + 1) };
      holder = holder[step];
    } else if (Array.isArray(holder) && typeof step === "number") holder = holder[step];
    else break;
  }
  if (removal === undefined) return undefined;
  delete removal.from[removal.key];
  return removal.path;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
