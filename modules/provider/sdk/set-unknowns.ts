import { isObjectValue, type ObjectValue, UNKNOWN, type Value } from "../../values/index.js";
import type { BlockSchema, NestedBlockSchema } from "../schema.js";

/** Marks every computed attribute without a value as unknown: what a new object gets (`SetUnknowns`). */
export function setUnknowns(value: ObjectValue, block: BlockSchema): ObjectValue {
  const result: { [name: string]: Value } = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const present = value[name] ?? null;
    result[name] = present === null && attribute.computed ? UNKNOWN : present;
  }
  for (const [name, nested] of Object.entries(block.blocks))
    result[name] = nestedUnknowns(value[name] ?? null, nested);
  return result;
}

function nestedUnknowns(value: Value, nested: NestedBlockSchema): Value {
  if (nested.nesting === "single") return isObjectValue(value) ? setUnknowns(value, nested.block) : value;
  if (!Array.isArray(value)) return value;
  return value.map((element: Value) =>
    isObjectValue(element) ? setUnknowns(element, nested.block) : element,
  );
}
