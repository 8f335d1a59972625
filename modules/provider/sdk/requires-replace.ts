import type { Path, PathStep } from "../../values/index.js";
import type { Field, ObjectFields } from "./field.js";
import type { InstanceDiff } from "./instance-diff.js";

/**
 * The paths whose change forces replacement (`hcl2shim.RequiresReplace`): each ends with an attribute's
 * name, a change inside a set stands for the whole set, and none is listed twice.
 */
export function requiresReplace(diff: InstanceDiff, fields: ObjectFields): readonly Path[] {
  const paths = new Map<string, Path>();
  for (const [key, change] of diff) {
    if (!change.requiresNew) continue;
    const path = attributePath(key, fields);
    if (path.length > 0) paths.set(JSON.stringify(path), path);
  }
  if (paths.size > 0) paths.set('["id"]', ["id"]);
  return [...paths.values()];
}

function attributePath(key: string, fields: ObjectFields): Path {
  const path: PathStep[] = [];
  const steps = key.split(".");
  let inside: ObjectFields | undefined = fields;
  for (let at = 0; at < steps.length && inside !== undefined; ) {
    const name = steps[at] ?? "";
    const field: Field | undefined = inside.fields.get(name);
    if (field === undefined) break;
    path.push(name);
    at += 1;
    const index = Number(steps[at]);
    if (field.kind !== "list" || field.element.kind !== "object" || !Number.isInteger(index)) break;
    if (at + 1 >= steps.length) break;
    path.push(index);
    at += 1;
    inside = field.element;
  }
  return path;
}
