import type { ObjectValue, Value } from "../../values/index.js";
import { isObjectValue, isWhollyKnown } from "../../values/index.js";
import type { Schema } from "../schema.js";
import { blockType } from "./block-type.js";
import { normalizeNullValues } from "./normalize-null-values.js";
import { type Fields, stateObject } from "./state-object.js";

/** The state after SDKv2's ReadResource: what the API said, over what was there before. */
export function stateAfterRead(schema: Schema, fields: Fields, prior: ObjectValue): ObjectValue {
  return finish(schema, stateObject(schema, fields, prior), prior, false);
}

/**
 * The state after SDKv2's ApplyResourceChange, from what a read gave after the change and what was planned.
 * Empty collections take the planned form, so that `labels = null` stays null although EKS answers `{}`.
 */
export function stateAfterApply(schema: Schema, read: ObjectValue, planned: ObjectValue): ObjectValue {
  return finish(schema, read, planned, true);
}

function finish(schema: Schema, value: ObjectValue, source: ObjectValue, apply: boolean): ObjectValue {
  const normalized = normalizeNullValues(value, source, blockType(schema.block), apply);
  const object = isObjectValue(normalized) ? normalized : value;
  return schema.block.blocks.timeouts === undefined ? object : withTimeouts(object, source.timeouts ?? null);
}

/** SDKv2's copyTimeoutValues: `timeouts` comes from the configuration alone. */
function withTimeouts(object: ObjectValue, timeouts: Value): ObjectValue {
  return { ...object, timeouts: isWhollyKnown(timeouts) ? timeouts : null };
}
