import {
  isObjectValue,
  notedType,
  type ObjectValue,
  type Path,
  Sensitive,
  SetValue,
  type Type,
  Unknown,
  type Value,
  withType,
} from "../values/index.js";
import type { DecodableBlock, DecodableNestedBlock } from "./block-schema.js";

/**
 * A resource's object as expressions see it: sets and marks put back, lists and maps with their types, unknowns
 * with theirs. Attributes that the schema calls sensitive are marked as well. Use it for `Scope.resource`.
 */
export function expressionValue(
  object: ObjectValue,
  schema: DecodableBlock,
  sensitivePaths: readonly Path[] = [],
): Value {
  const value = blockValue(object, schema);
  return sensitivePaths.length === 0 ? value : markPaths(value, sensitivePaths);
}

/**
 * One attribute or block of what `expressionValue` gives, without the work for all the others. Undefined where
 * only the whole can tell: there is none of this name, or the object is sensitive as a whole.
 */
export function expressionAttribute(
  object: ObjectValue,
  schema: DecodableBlock,
  name: string,
  sensitivePaths: readonly Path[] = [],
): Value | undefined {
  const inside: Path[] = [];
  for (const [step, ...rest] of sensitivePaths) {
    if (step === undefined) return undefined;
    if (step === name) inside.push(rest);
  }
  const value = memberValue(object, schema, name);
  return value === undefined || inside.length === 0 ? value : markPaths(value, inside);
}

function blockValue(object: ObjectValue, schema: DecodableBlock): ObjectValue {
  const block: { [name: string]: Value } = {};
  for (const name in schema.attributes) block[name] = memberValue(object, schema, name) ?? null;
  for (const name in schema.blocks) block[name] = memberValue(object, schema, name) ?? null;
  return withType(block, blockType(schema));
}

function memberValue(object: ObjectValue, schema: DecodableBlock, name: string): Value | undefined {
  const attribute = Object.hasOwn(schema.attributes, name) ? schema.attributes[name] : undefined;
  if (attribute !== undefined) {
    const value = typedValue(object[name] ?? null, attribute.type);
    return attribute.sensitive === true && value !== null ? new Sensitive(value) : value;
  }
  const nested = Object.hasOwn(schema.blocks, name) ? schema.blocks[name] : undefined;
  return nested === undefined ? undefined : nestedValue(object[name] ?? null, nested);
}

function nestedValue(value: Value, nested: DecodableNestedBlock): Value {
  const type = nestedType(nested);
  if (value instanceof Unknown) return new Unknown(value.notNull, type);
  const each = (element: Value) => (isObjectValue(element) ? blockValue(element, nested.block) : element);
  if (nested.nesting === "single") return each(value);
  const elements = (isArray(value) ? value : []).map(each);
  return nested.nesting === "list" ? withType(elements, type) : withType(new SetValue(elements), type);
}

const blockTypes = new WeakMap<DecodableBlock, Type>();

function nestedType(nested: DecodableNestedBlock): Type {
  const element = blockType(nested.block);
  return nested.nesting === "single" ? element : [nested.nesting, element];
}

/** The object type that a block's schema implies. */
function blockType(block: DecodableBlock): Type {
  let type = blockTypes.get(block);
  if (type === undefined) {
    type = [
      "object",
      Object.fromEntries([
        ...Object.entries(block.attributes).map(([name, { type: attribute }]) => [name, attribute] as const),
        ...Object.entries(block.blocks).map(([name, nested]) => [name, nestedType(nested)] as const),
      ]),
    ];
    blockTypes.set(block, type);
  }
  return type;
}

function typedValue(value: Value, type: Type): Value {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Unknown) return new Unknown(value.notNull, type);
  if (value instanceof Sensitive) return new Sensitive(typedValue(value.value, type));
  if (typeof type === "string") return value;
  switch (type[0]) {
    case "list":
      return isArray(value)
        ? withType(
            value.map((each) => typedValue(each, type[1])),
            type,
          )
        : value;
    case "set": {
      const elements = value instanceof SetValue ? value.elements : isArray(value) ? value : [];
      return withType(new SetValue(elements.map((each) => typedValue(each, type[1]))), type);
    }
    case "tuple":
      return isArray(value)
        ? value.map((each, index) => typedValue(each, type[1][index] ?? "dynamic"))
        : value;
    case "map":
      return isObjectValue(value)
        ? withType(
            mapObject(value, (each) => typedValue(each, type[1])),
            type,
          )
        : value;
    case "object":
      return isObjectValue(value)
        ? mapObject(value, (each, name) => typedValue(each, type[1][name] ?? "dynamic"))
        : value;
  }
}

function mapObject(value: ObjectValue, change: (element: Value, name: string) => Value): ObjectValue {
  return Object.fromEntries(
    Object.entries(value).map(([name, element]): [string, Value] => [name, change(element, name)]),
  );
}

function markPaths(value: Value, paths: readonly Path[]): Value {
  return paths.reduce<Value>((marked, path) => markPath(marked, path), value);
}

function markPath(value: Value, path: Path): Value {
  const [step, ...rest] = path;
  if (value === null || value instanceof Sensitive) return value;
  if (step === undefined || value instanceof SetValue) return new Sensitive(value);
  if (isArray(value)) {
    const copy = value.map((element, index) => (index === step ? markPath(element, rest) : element));
    return keepType(value, copy);
  }
  if (!isObjectValue(value)) return value;
  return keepType(
    value,
    mapObject(value, (element, name) => (name === step ? markPath(element, rest) : element)),
  );
}

function keepType<Collection extends readonly Value[] | ObjectValue>(
  original: object,
  copy: Collection,
): Collection {
  const type = notedType(original);
  return type === undefined ? copy : withType(copy, type);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
