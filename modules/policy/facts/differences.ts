import { isDeepStrictEqual } from "node:util";
import type { Change } from "../../plan/index.js";
import { hasUnknown, isJsonObject, member } from "./read-json.js";

/**
 * Top-level attributes that a change of an existing object alters, or may alter because their new value is
 * only known after apply. Sorted; empty for a creation, a deletion and a no-op.
 */
export function changedAttributes(change: Change): string[] {
  const { before, after, after_unknown: unknown } = change;
  if (!isJsonObject(before) || !isJsonObject(after)) return [];
  if (change.actions[0] === "no-op") return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter(
      (name) =>
        hasUnknown(member(unknown, name)) ||
        !sameValue(member(before, name) ?? null, member(after, name) ?? null),
    )
    .sort();
}

/** A replace path in Terraform's notation, e.g. `launch_template[0].id`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}

function sameValue(left: unknown, right: unknown): boolean {
  return left === right || isDeepStrictEqual(left, right);
}
