import {
  isObjectValue,
  type ObjectValue,
  Sensitive,
  SetValue,
  Unknown,
  type Value,
} from "../../values/index.js";
import { FunctionError } from "./function-definition.js";

/** The argument as the string that its parameter's type has made of it. */
export function asText(value: Value | undefined): string {
  const plain = value instanceof Sensitive ? value.value : value;
  if (typeof plain === "string") return plain;
  throw new FunctionError("a string is required");
}

export function asNumber(value: Value | undefined): number {
  const plain = value instanceof Sensitive ? value.value : value;
  if (typeof plain === "number") return plain;
  throw new FunctionError("a number is required");
}

/** A whole number; otherwise an error, which is about this argument when it is given. */
export function asInteger(value: Value | undefined, argument?: number): number {
  const number = asNumber(value);
  if (Number.isInteger(number)) return number;
  throw new FunctionError(
    "value must be a whole number, between -9223372036854775808 and 9223372036854775807",
    argument,
  );
}

/** The elements of a list, tuple or set; undefined for anything else. */
export function elementsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value instanceof SetValue) return value.elements;
  return isArray(value) ? value : undefined;
}

/** The elements of an argument that its parameter's type has made a list, set or tuple. */
export function asElements(value: Value | undefined): readonly Value[] {
  const elements = elementsOf(value instanceof Sensitive ? value.value : value);
  if (elements === undefined) throw new FunctionError("a list is required");
  return elements;
}

/** The argument as a map or object. */
export function asObject(value: Value | undefined): ObjectValue {
  const plain = value instanceof Sensitive ? value.value : value;
  if (isObjectValue(plain)) return plain;
  throw new FunctionError("a map is required");
}

export function isUnknown(value: Value | undefined): value is Unknown {
  return value instanceof Unknown;
}

function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
