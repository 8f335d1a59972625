import type { BlockSchema } from "../../provider/index.js";
import { isObjectValue, type ObjectValue, UNKNOWN, type Value } from "../../values/index.js";

/** A data source that is read during apply: what is computed and not configured is unknown until then. */
export function plannedDataObject(config: ObjectValue, block: BlockSchema): ObjectValue {
  const result: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(config)) {
    const attribute = block.attributes[name];
    const nested = block.blocks[name];
    if (attribute?.computed && value === null) result[name] = UNKNOWN;
    else if (nested !== undefined && Array.isArray(value))
      result[name] = value.map((element: Value) =>
        isObjectValue(element) ? plannedDataObject(element, nested.block) : element,
      );
    else result[name] = value;
  }
  return result;
}
