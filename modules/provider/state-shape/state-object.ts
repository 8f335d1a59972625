import { compareSetElements, type ObjectValue, type Type, type Value } from "../../values/index.js";
import type { NestedBlockSchema, Schema } from "../schema.js";
import { blockType } from "./block-type.js";

/** What a provider's read puts into the state: plain data; undefined stands for a nil pointer of the API. */
export type FieldValue =
  | null
  | boolean
  | number
  | string
  | undefined
  | readonly FieldValue[]
  | { readonly [name: string]: FieldValue };

export type Fields = { readonly [name: string]: FieldValue };

/**
 * The object that SDKv2 stores after `d.Set` of these fields over `prior`. As there: a field set to nil reads
 * as its type's zero value; inside nested blocks every member that is not given reads as zero too; a field
 * that is not mentioned keeps what `prior` holds; sets stand in Terraform's order.
 */
export function stateObject(schema: Schema, fields: Fields, prior: ObjectValue | null): ObjectValue {
  const object: { [name: string]: Value } = {};
  for (const [name, attribute] of Object.entries(schema.block.attributes)) {
    object[name] = name in fields ? valueFor(attribute.type, fields[name]) : (prior?.[name] ?? null);
  }
  for (const [name, nested] of Object.entries(schema.block.blocks)) {
    const kept = prior?.[name];
    object[name] =
      name in fields ? blocksOf(nested, fields[name]) : kept === undefined ? emptyBlocks(nested) : kept;
  }
  return object;
}

function emptyBlocks(nested: NestedBlockSchema): Value {
  return nested.nesting === "single" ? null : [];
}

function blocksOf(nested: NestedBlockSchema, value: FieldValue): Value {
  if (value === undefined || value === null) return emptyBlocks(nested);
  const type = blockType(nested.block);
  if (nested.nesting === "single") return valueFor(type, value);
  return valueFor([nested.nesting, type], value);
}

function valueFor(type: Type, value: FieldValue): Value {
  if (value === undefined) return zeroOf(type);
  if (value === null) return null;
  if (typeof type === "string") return scalarOf(type, value);
  switch (type[0]) {
    case "list":
      return isList(value) ? value.map((element) => valueFor(type[1], element)) : [];
    case "set": {
      const elements = isList(value) ? value.map((element) => valueFor(type[1], element)) : [];
      return elements.sort(compareSetElements);
    }
    case "map": {
      const fields = isFields(value) ? value : {};
      return Object.fromEntries(
        Object.keys(fields)
          .sort()
          .map((key): [string, Value] => [key, valueFor(type[1], fields[key])]),
      );
    }
    case "object": {
      const fields = isFields(value) ? value : {};
      const object: { [name: string]: Value } = {};
      for (const [name, inner] of Object.entries(type[1])) object[name] = valueFor(inner, fields[name]);
      return object;
    }
    case "tuple":
      return isList(value)
        ? type[1].map((inner, index) => valueFor(inner, value[index]))
        : type[1].map((inner) => zeroOf(inner));
  }
}

function scalarOf(type: Type, value: Exclude<FieldValue, undefined | null>): Value {
  if (typeof value === "object") return null;
  if (type === "string") return String(value);
  if (type === "number") return Number(value);
  return value;
}

function zeroOf(type: Type): Value {
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  return valueFor(type, type[0] === "list" || type[0] === "set" || type[0] === "tuple" ? [] : {});
}

function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isFields(value: FieldValue): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
