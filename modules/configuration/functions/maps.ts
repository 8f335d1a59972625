import {
  compareBytes,
  isObjectValue,
  isWhollyKnown,
  type ObjectValue,
  type Type,
  typeOf,
  typesEqual,
  Unknown,
  type Value,
  withType,
} from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { sortedEntries } from "../evaluation/iterate.js";
import { mark, unmark } from "../evaluation/marks.js";
import { asElements, asText, elementsOf } from "./arguments.js";
import { type FunctionDefinition, FunctionError } from "./function-definition.js";

/** The functions on maps and objects. */
export const MAP_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "keys",
    parameters: [{ name: "inputMap", type: "dynamic", allowMarked: true, allowUnknown: true }],
    returns: "dynamic",
    implement: ([map]) => keys(map ?? null),
  },
  {
    name: "values",
    parameters: [{ name: "mapping", type: "dynamic", allowMarked: true }],
    returns: "dynamic",
    implement: ([map]) => values(map ?? null),
  },
  {
    name: "lookup",
    parameters: [
      { name: "inputMap", type: "dynamic", allowMarked: true },
      { name: "key", type: "string", allowMarked: true },
    ],
    variadic: { name: "default", type: "dynamic", allowNull: true, allowUnknown: true, allowMarked: true },
    returns: "dynamic",
    mayBeNull: true,
    implement: ([map, key, ...defaults]) => lookup(map ?? null, key ?? null, defaults),
  },
  {
    name: "merge",
    parameters: [],
    variadic: { name: "maps", type: "dynamic", allowNull: true, allowMarked: true },
    returns: "dynamic",
    implement: merge,
  },
  {
    name: "zipmap",
    parameters: [
      { name: "keys", type: ["list", "string"], whollyKnown: true },
      { name: "values", type: "dynamic", allowMarked: true },
    ],
    returns: "dynamic",
    implement: ([names, elements]) => zip(asElements(names), elements ?? null),
  },
  {
    name: "transpose",
    parameters: [{ name: "values", type: ["map", ["list", "string"]], whollyKnown: true }],
    returns: ["map", ["list", "string"]],
    implement: ([map]) => transpose(isObjectValue(map) ? map : {}),
  },
];

function elementType(value: Value): Type | undefined {
  const type = typeOf(value);
  return typeof type !== "string" && type[0] === "map" ? type[1] : undefined;
}

function keys(map: Value): Value {
  const { plain, sensitive } = unmark(map);
  const type = typeOf(plain);
  if (plain instanceof Unknown) {
    if (typeof type !== "string" && type[0] === "object")
      return mark(Object.keys(type[1]).sort(compareBytes), sensitive);
    return mark(new Unknown(true, type === "dynamic" ? "dynamic" : ["list", "string"]), sensitive);
  }
  if (!isObjectValue(plain)) throw new FunctionError("must have map or object type", 0);
  const names = sortedEntries(plain).map(([name]) => name);
  return mark(elementType(plain) === undefined ? names : withType(names, ["list", "string"]), sensitive);
}

function values(map: Value): Value {
  const { plain, sensitive } = unmark(map);
  if (!isObjectValue(plain)) throw new FunctionError("values() requires a map as the first argument");
  const elements = sortedEntries(plain).map(([, element]) => element);
  const type = elementType(plain);
  return mark(type === undefined ? elements : withType(elements, ["list", type]), sensitive);
}

function lookup(map: Value, key: Value, defaults: readonly Value[]): Value {
  if (defaults.length > 1)
    throw new FunctionError(`lookup() takes two or three arguments, got ${defaults.length + 2}`);
  const { plain, sensitive } = unmark(map);
  const { plain: plainKey, sensitive: keySensitive } = unmark(key);
  if (!isObjectValue(plain)) throw new FunctionError("lookup() requires a map as the first argument", 0);
  const name = asText(plainKey);
  const element = Object.hasOwn(plain, name) ? plain[name] : undefined;
  const marked = sensitive || keySensitive;
  const [fallback] = defaults;
  const type = elementType(plain);
  const converted = fallback === undefined || type === undefined ? fallback : convertDefault(fallback, type);
  if (element !== undefined) return mark(element, marked);
  if (converted !== undefined) return mark(converted, marked);
  if (type === undefined && !marked)
    throw new FunctionError(`the given object has no attribute ${JSON.stringify(name)}`, 0);
  const shown = sensitive || keySensitive ? "the given key" : `key "${name}"`;
  throw new FunctionError(`lookup failed to find ${shown}`);
}

function convertDefault(value: Value, type: Type): Value {
  try {
    return convertValue(value, type);
  } catch (error) {
    if (error instanceof ConversionError)
      throw new FunctionError("the default value must have the same type as the map elements", 2);
    throw error;
  }
}

function merge(maps: readonly Value[]): Value {
  if (maps.length === 0) return {};
  let sensitive = false;
  const objects = maps.flatMap((map): ObjectValue[] => {
    const part = unmark(map);
    sensitive ||= part.sensitive;
    if (part.plain === null) return [];
    if (!isObjectValue(part.plain))
      throw new FunctionError(
        `arguments must be maps or objects, got ${JSON.stringify(describe(part.plain))}`,
      );
    return [part.plain];
  });
  const merged = Object.fromEntries(objects.flatMap((object) => Object.entries(object)));
  const [first] = objects.map(elementType);
  const alike =
    first !== undefined && objects.every((object) => typesEqual(elementType(object) ?? "dynamic", first));
  return mark(alike ? withType(merged, ["map", first]) : merged, sensitive);
}

function describe(value: Value): string {
  const type = typeOf(value);
  return typeof type === "string" ? type : type[0];
}

function zip(names: readonly Value[], elements: Value): Value {
  const { plain, sensitive } = unmark(elements);
  const list = elementsOf(plain);
  if (list === undefined) throw new FunctionError("values argument must be a list or tuple value", 1);
  if (names.length !== list.length)
    throw new FunctionError(
      `number of keys (${names.length}) does not match number of values (${list.length})`,
    );
  const merged = Object.fromEntries(names.map((name, index) => [asText(name), list[index] ?? null]));
  const type = typeOf(plain);
  const isList = typeof type !== "string" && type[0] === "list";
  return mark(isList ? withType(merged, ["map", type[1]]) : merged, sensitive);
}

function transpose(map: ObjectValue): Value {
  const result = new Map<string, string[]>();
  for (const [name, list] of sortedEntries(map))
    for (const element of asElements(list)) {
      if (!isWhollyKnown(element)) return new Unknown(true);
      const names = result.get(asText(element));
      if (names === undefined) result.set(asText(element), [name]);
      else names.push(name);
    }
  const strings: Type = ["list", "string"];
  return withType(
    Object.fromEntries(
      [...result].map(([name, names]) => [name, withType(names.sort(compareBytes), strings)]),
    ),
    ["map", strings],
  );
}
