import {
  isObjectValue,
  type ObjectValue,
  Sensitive,
  SetValue,
  type Type,
  typeOf,
  typesEqual,
  Unknown,
  type Value,
  withType,
} from "../../values/index.js";
import { ConversionError } from "./conversion-error.js";
import { formatNumber } from "./format-number.js";
import { mismatchMessage } from "./mismatch-message.js";
import { parseNumber } from "./parse-number.js";
import { canConvert, unifyTypes } from "./type-conversion.js";

/**
 * Converts a value to a type as Terraform does (go-cty `convert.Convert`): strings to numbers and back, tuples
 * to lists and sets, objects to maps; null and unknown stay what they are, marks stay where they are.
 * Throws ConversionError.
 */
export function convertValue(value: Value, type: Type): Value {
  if (value === null || type === "dynamic") return value;
  if (typeof value === "string" && type === "string") return value;
  if (typeof value === "number" && type === "number") return value;
  if (typeof value === "boolean" && type === "bool") return value;
  const from = typeOf(value);
  if (typesEqual(from, type)) return value;
  if (!canConvert(from, type, "unsafe")) throw new ConversionError(mismatchMessage(from, type));
  return convertKnownType(value, type);
}

function convertKnownType(value: Value, type: Type): Value {
  if (value === null || type === "dynamic") return value;
  if (value instanceof Sensitive) return new Sensitive(convertKnownType(value.value, type));
  if (value instanceof Unknown) return new Unknown(value.notNull, resultType(value.type, type));
  if (typeof type === "string") return convertPrimitive(value, type);
  switch (type[0]) {
    case "list":
    case "set":
      return convertSequence(value, type[0], type[1]);
    case "tuple":
      return elementsOf(value).map((element, index) =>
        convertKnownType(element, type[1][index] ?? "dynamic"),
      );
    case "map":
      return convertMap(value, type[1]);
    case "object":
      return convertObject(value, type[1]);
  }
}

/** Of an unknown's conversion: `list(any)` becomes the list that the elements' types allow. */
function resultType(from: Type, to: Type): Type {
  if (typeof to === "string" || typeof from === "string") return to;
  if (to[0] === "object" || to[0] === "tuple" || to[1] !== "dynamic") return to;
  if (from[0] === "list" || from[0] === "set" || from[0] === "map") return [to[0], from[1]];
  const elements = from[0] === "tuple" ? from[1] : Object.values(from[1]);
  return [to[0], unifyTypes(elements, "unsafe") ?? "dynamic"];
}

function convertPrimitive(value: Value, type: "string" | "number" | "bool" | "dynamic"): Value {
  if (type === "string") {
    if (typeof value === "number") return formatNumber(value);
    return typeof value === "boolean" ? String(value) : value;
  }
  if (typeof value !== "string") return value;
  if (type === "number") {
    const number = parseNumber(value);
    if (number === undefined) throw new ConversionError("a number is required");
    return number;
  }
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  const lower = value.toLowerCase();
  throw new ConversionError(
    lower === "true" || lower === "false"
      ? `a bool is required; to convert from string, use lowercase "${lower}"`
      : "a bool is required",
  );
}

function convertSequence(value: Value, kind: "list" | "set", wanted: Type): Value {
  const elements = elementsOf(value);
  const element = wanted === "dynamic" ? elementType(value, elements) : wanted;
  const converted = elements.map((each) => convertKnownType(each, element));
  if (kind === "list") return withType(converted, ["list", element]);
  return makeSet(converted, element);
}

/** A set of these elements; one marked element marks the whole, for a set cannot say which it was. */
export function makeSet(elements: readonly Value[], element: Type): Value {
  let sensitive = false;
  const plain = elements.map((each) => {
    if (!(each instanceof Sensitive)) return each;
    sensitive = true;
    return each.value;
  });
  const set = withType(new SetValue(plain), ["set", element]);
  return sensitive ? new Sensitive(set) : set;
}

function convertMap(value: Value, wanted: Type): Value {
  if (!isObjectValue(value)) throw new ConversionError("map required");
  const element = wanted === "dynamic" ? elementType(value, Object.values(value)) : wanted;
  const entries = Object.entries(value).map(([key, each]): [string, Value] => [
    key,
    convertKnownType(each, element),
  ]);
  return withType(Object.fromEntries(entries), ["map", element]);
}

function convertObject(value: Value, attributes: { readonly [name: string]: Type }): ObjectValue {
  if (!isObjectValue(value)) throw new ConversionError("object required");
  return Object.fromEntries(
    Object.entries(attributes).map(([name, type]): [string, Value] => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given === undefined) throw new ConversionError(`attribute ${JSON.stringify(name)} is required`);
      return [name, convertKnownType(given, type)];
    }),
  );
}

function elementType(collection: Value, elements: readonly Value[]): Type {
  const type = typeOf(collection);
  if (typeof type !== "string" && (type[0] === "list" || type[0] === "set" || type[0] === "map"))
    return type[1];
  return unifyTypes(elements.map(typeOf), "unsafe") ?? "dynamic";
}

function elementsOf(value: Value): readonly Value[] {
  if (value instanceof SetValue) return value.elements;
  return isArray(value) ? value : [];
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
