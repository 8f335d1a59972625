import type { Path, Value } from "../../values/index.js";
import { isWhollyKnown, valuesEqual } from "../../values/index.js";
import { pathHash } from "./path-hash.js";
import { valueAt } from "./value-path.js";

/**
 * Of the paths that the provider reports as forcing replacement, those whose value really changes; a value
 * that is not known counts as changed. In the order of core's path sets, which the plan JSON shows.
 */
export function changedReplacePaths(
  reported: readonly Path[],
  prior: Value,
  planned: Value,
): readonly Path[] {
  const changed = reported.filter((path) => {
    const before = valueAt(prior, path);
    const after = valueAt(planned, path);
    if (before === undefined && after === undefined) return false;
    const value = after ?? null;
    return !isWhollyKnown(value) || !valuesEqual(before ?? null, value);
  });
  if (changed.length < 2) return changed;
  return changed
    .map((path) => ({ path, hash: pathHash(path) }))
    .sort((left, right) => (left.hash < right.hash ? -1 : left.hash > right.hash ? 1 : 0))
    .map(({ path }) => path);
}
