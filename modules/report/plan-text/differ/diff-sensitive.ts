import type { Diff } from "../computed/diff.js";
import type { StructuredChange } from "../structured/structured-change.js";

/** The difference of a value that is sensitive as a whole; undefined when it is not. */
export function diffSensitive(
  change: StructuredChange,
  block: boolean,
  diffInner: (change: StructuredChange) => Diff,
): Diff | undefined {
  const beforeSensitive = change.beforeSensitive === true;
  const afterSensitive = change.afterSensitive === true;
  if (!beforeSensitive && !afterSensitive) return undefined;
  const inner = diffInner({ ...change, beforeSensitive: false, afterSensitive: false });
  const nothingThere =
    change.before === null && !change.beforeExplicit && change.after === null && !change.afterExplicit;
  const markChanged = inner.action === "no-op" && beforeSensitive !== afterSensitive && !nothingThere;
  return {
    kind: "sensitive",
    block,
    inner,
    beforeSensitive,
    afterSensitive,
    action: markChanged ? "update" : inner.action,
    replace: change.replacePaths.matches,
  };
}
