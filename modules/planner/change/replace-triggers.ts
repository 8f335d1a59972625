import { evaluateTrigger, type ResourceConfiguration, type Scope } from "../../configuration/index.js";
import { type Path, type Value, valuesEqual } from "../../values/index.js";
import type { PlannedInstance } from "../walk/plan-walk.js";
import { valueAt } from "./value-path.js";

/**
 * Whether one of a resource's `replace_triggered_by` items fires: what it refers to is updated or replaced,
 * and where it names an attribute, that attribute changes; one that is not known yet counts as changed.
 */
export function replaceTriggered(
  resource: ResourceConfiguration,
  scope: Scope,
  planned: ReadonlyMap<string, readonly PlannedInstance[]>,
): boolean {
  return resource.lifecycle.replaceTriggeredBy.some((trigger) => {
    const { resource: subject, key, path } = evaluateTrigger(trigger, scope);
    const changes = (planned.get(subject) ?? []).filter(
      (candidate) => candidate.mode === "managed" && (key === null || candidate.key === key),
    );
    return changes.some(({ change }) => {
      const [first, second] = change.actions;
      if (first !== "update" && second === undefined) return false;
      if (first === "create" && second === "forget") return false;
      if (path.length === 0) return true;
      const before = change.before === null ? undefined : valueAt(change.before, path);
      const after = change.after === null ? undefined : valueAt(change.after, path);
      if (before === undefined || after === undefined) return before !== after;
      return (
        !valuesEqual(before, after) ||
        marksAt(change.beforeSensitivePaths, path, before) !==
          marksAt(change.afterSensitivePaths, path, after)
      );
    });
  });
}

/** The marks of the value at a path, as a text: becoming sensitive counts as a change for a trigger. */
function marksAt(sensitivePaths: readonly Path[], path: Path, value: Value): string {
  const marks = sensitivePaths.flatMap((marked) => {
    const common = Math.min(marked.length, path.length);
    if (!marked.slice(0, common).every((step, index) => step === path[index])) return [];
    const below = marked.slice(path.length);
    return valueAt(value, below) === undefined ? [] : [JSON.stringify(below)];
  });
  return [...new Set(marks)].sort().join();
}
