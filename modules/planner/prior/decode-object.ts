import type { BlockSchema, NestedBlockSchema } from "../../provider/index.js";
import type { JsonObject, JsonValue } from "../../state/index.js";
import { type ObjectValue, SetValue, type Type, type Value } from "../../values/index.js";

/**
 * A state's attributes as a resource's object: every attribute and block of the schema present, in name
 * order, sets in Terraform's order. What the schema does not know is dropped, as on a schema upgrade.
 */
export function decodeObject(attributes: JsonObject, block: BlockSchema): ObjectValue {
  const result: { [name: string]: Value } = {};
  for (const name of memberNames(block)) {
    const value = attributes[name];
    const attribute = block.attributes[name];
    if (attribute !== undefined) {
      result[name] = value === undefined ? null : decodeValue(value, attribute.type);
      continue;
    }
    const nested = block.blocks[name];
    if (nested !== undefined) result[name] = decodeNested(value, nested);
  }
  return result;
}

const namesOfBlocks = new WeakMap<BlockSchema, readonly string[]>();

/** The names of a block's attributes and nested blocks, sorted. */
export function memberNames(block: BlockSchema): readonly string[] {
  const known = namesOfBlocks.get(block);
  if (known !== undefined) return known;
  const names = [...Object.keys(block.attributes), ...Object.keys(block.blocks)].sort();
  namesOfBlocks.set(block, names);
  return names;
}

function decodeNested(value: JsonValue | undefined, nested: NestedBlockSchema): Value {
  if (nested.nesting === "single") return isObject(value) ? decodeObject(value, nested.block) : null;
  if (!isList(value)) return [];
  const elements = value.map((element) => decodeObject(isObject(element) ? element : {}, nested.block));
  return nested.nesting === "set" ? new SetValue(elements).elements : elements;
}

function decodeValue(value: JsonValue, type: Type): Value {
  if (value === null || typeof type === "string") return value;
  switch (type[0]) {
    case "set":
      return isList(value)
        ? new SetValue(value.map((element) => decodeValue(element, type[1]))).elements
        : null;
    case "list":
      return isList(value) ? value.map((element) => decodeValue(element, type[1])) : null;
    case "map": {
      if (!isObject(value)) return null;
      const entries = Object.keys(value).sort();
      return Object.fromEntries(entries.map((key) => [key, decodeValue(value[key] ?? null, type[1])]));
    }
    case "tuple":
      return isList(value)
        ? value.map((element, index) => decodeValue(element, type[1][index] ?? "dynamic"))
        : null;
    case "object": {
      if (!isObject(value)) return null;
      const names = Object.keys(type[1]).sort();
      return Object.fromEntries(
        names.map((name) => [name, decodeValue(value[name] ?? null, type[1][name] ?? "dynamic")]),
      );
    }
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
