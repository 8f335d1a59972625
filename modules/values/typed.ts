import { Sensitive } from "./sensitive.js";
import { SetValue } from "./set-value.js";
import type { Type } from "./type.js";
import { Unknown } from "./unknown.js";
import type { ObjectValue, Value } from "./value.js";

/**
 * Lists and tuples are both arrays, maps and objects both plain objects: as data they are the same, and only
 * expressions tell them apart (unification, error texts, the `type` of an output). So the type stands beside
 * the value, for those that came out of a conversion, a function or a schema: under a symbol that no copy,
 * comparison or serialization sees. A WeakMap says the same, but a fleet's plan notes millions of types, and
 * then it costs more time in the garbage collector than all planning.
 */
const noted: unique symbol = Symbol("type");

interface Noted {
  readonly [noted]?: Type;
}

/** Notes the type of a collection (`["list", …]`, `["map", …]`, `["set", …]`) and returns the very same value. */
export function withType<Collection extends readonly Value[] | ObjectValue | SetValue>(
  value: Collection,
  type: Type,
): Collection {
  Object.defineProperty(value, noted, { value: type, configurable: true });
  return value;
}

/** The collection type noted for a value, if any. */
export function notedType(value: object & Noted): Type | undefined {
  return value[noted];
}

/** The type of a value. An array or object of which nothing else is known is a tuple or an object. */
export function typeOf(value: Value): Type {
  if (value === null) return "dynamic";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  if (value instanceof Sensitive) return typeOf(value.value);
  if (value instanceof Unknown) return value.type;
  const type = notedType(value);
  if (type !== undefined) return type;
  if (value instanceof SetValue) {
    const [first] = value.elements;
    return ["set", first === undefined ? "dynamic" : typeOf(first)];
  }
  if (isArray(value)) return ["tuple", value.map(typeOf)];
  return [
    "object",
    Object.fromEntries(Object.entries(value).map(([name, element]) => [name, typeOf(element)])),
  ];
}

/** Whether two types are the same, whatever the order of attributes. */
export function typesEqual(left: Type, right: Type): boolean {
  if (left === right) return true;
  if (typeof left === "string" || typeof right === "string") return false;
  if (left[0] === "object" || right[0] === "object") {
    if (left[0] !== "object" || right[0] !== "object") return false;
    const rightAttributes = right[1];
    const names = Object.keys(left[1]);
    return (
      names.length === Object.keys(rightAttributes).length &&
      names.every((name) => {
        const leftType = left[1][name];
        const rightType = rightAttributes[name];
        return leftType !== undefined && rightType !== undefined && typesEqual(leftType, rightType);
      })
    );
  }
  if (left[0] === "tuple" || right[0] === "tuple") {
    if (left[0] !== "tuple" || right[0] !== "tuple" || left[1].length !== right[1].length) return false;
    const rightElements = right[1];
    return left[1].every((element, index) => typesEqual(element, rightElements[index] ?? "dynamic"));
  }
  return left[0] === right[0] && typesEqual(left[1], right[1]);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
