import type { Change, JsonValue } from "../../plan/index.js";
import type { RenderBlockSchema } from "./render-schema.js";
import { isObject } from "./structured/structured-change.js";

/** A schema for a type that is not known: every attribute of either side, its value as it comes. */
export function inferSchema(change: Change): RenderBlockSchema {
  const sides: readonly JsonValue[] = [change.before, change.after ?? null, change.after_unknown];
  const names = new Set(sides.flatMap((side) => (isObject(side) ? Object.keys(side) : [])));
  return {
    attributes: Object.fromEntries([...names].map((name) => [name, { type: "dynamic" }])),
    blocks: {},
  };
}
