import type { Change, JsonValue } from "../../plan/index.js";
import type { BlockSchema } from "../../provider/index.js";
import { isWhollyKnown, type ObjectValue, type Path } from "../../values/index.js";
import type { InstanceChange } from "../change/plan-instance.js";
import { objectJson, unknownJson } from "./json-value.js";
import { sensitiveJson } from "./sensitive-json.js";

/** A planned change in plan JSON's form, members in Terraform's order. */
export function jsonChange(
  change: Pick<
    InstanceChange,
    "actions" | "before" | "after" | "beforeSensitivePaths" | "afterSensitivePaths" | "replacePaths"
  >,
  block: BlockSchema,
  importing?: { readonly id: string },
): Change {
  const { before, after } = change;
  return {
    actions: change.actions,
    before: before === null ? null : objectJson(before),
    after: after === null ? null : objectJson(after),
    after_unknown: after === null || isWhollyKnown(after) ? {} : unknownJson(after),
    before_sensitive: sensitivity(before, block, change.beforeSensitivePaths),
    after_sensitive: sensitivity(after, block, change.afterSensitivePaths),
    ...(change.replacePaths.length === 0 ? {} : { replace_paths: change.replacePaths }),
    ...(importing === undefined ? {} : { importing }),
  };
}

function sensitivity(value: ObjectValue | null, block: BlockSchema, paths: readonly Path[]): JsonValue {
  return value === null ? false : sensitiveJson(value, block, paths);
}
