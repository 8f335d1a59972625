import type { BlockSchema, NestedBlockSchema } from "../../provider/index.js";
import { isObjectValue, type ObjectValue, Unknown, type Value, valuesEqual } from "../../values/index.js";
import { memberNames } from "../prior/decode-object.js";

/**
 * Terraform core's proposed new value: the configuration, with the prior object's values where an attribute
 * is computed and not configured. Lists of blocks are matched by index, sets by what could be the same element.
 */
export function proposedNew(block: BlockSchema, prior: ObjectValue | null, config: ObjectValue): ObjectValue {
  const result: { [name: string]: Value } = {};
  for (const name of memberNames(block)) {
    const configured = config[name] ?? null;
    const before = prior?.[name] ?? null;
    const attribute = block.attributes[name];
    if (attribute !== undefined) {
      result[name] = attribute.computed && configured === null ? before : configured;
      continue;
    }
    const nested = block.blocks[name];
    if (nested !== undefined) result[name] = proposedBlocks(nested, before, configured);
  }
  return result;
}

function proposedBlocks(nested: NestedBlockSchema, prior: Value, config: Value): Value {
  if (config instanceof Unknown || config === null) return config;
  if (nested.nesting === "single") {
    if (!isObjectValue(config)) return config;
    return proposedNew(nested.block, isObjectValue(prior) ? prior : null, config);
  }
  if (!isList(config)) return config;
  const before = isList(prior) ? prior : [];
  if (nested.nesting === "list")
    return config.map((element, index) => {
      const match = before[index];
      return isObjectValue(element) && isObjectValue(match)
        ? proposedNew(nested.block, match, element)
        : element;
    });
  const used = new Set<number>();
  return config.map((element) => {
    if (!isObjectValue(element)) return element;
    const index = before.findIndex(
      (candidate, at) =>
        !used.has(at) && isObjectValue(candidate) && couldComeFrom(nested.block, candidate, element),
    );
    const match = before[index];
    if (index >= 0) used.add(index);
    return isObjectValue(match) ? proposedNew(nested.block, match, element) : element;
  });
}

/** Whether a prior set element differs from the configured one in computed members only. */
function couldComeFrom(block: BlockSchema, prior: ObjectValue, config: ObjectValue): boolean {
  return memberNames(block).every((name) => {
    const configured = config[name] ?? null;
    if (configured === null && block.attributes[name]?.computed) return true;
    return valuesEqual(prior[name] ?? null, configured);
  });
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
