import { Sensitive } from "./sensitive.js";
import { SetValue } from "./set-value.js";
import { Unknown } from "./unknown.js";
import type { Value } from "./value.js";

/** Raw equality: same shape, same leaves, an unknown equal only to an unknown; marks do not count. */
export function valuesEqual(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (left === undefined || right === undefined || left === null || right === null) return false;
  if (left instanceof Sensitive) return valuesEqual(left.value, right);
  if (right instanceof Sensitive) return valuesEqual(left, right.value);
  if (left instanceof Unknown || right instanceof Unknown)
    return left instanceof Unknown && right instanceof Unknown;
  if (left instanceof SetValue || right instanceof SetValue) {
    return (
      left instanceof SetValue && right instanceof SetValue && valuesEqual(left.elements, right.elements)
    );
  }
  if (typeof left !== "object" || typeof right !== "object") return false;
  if (isArray(left) || isArray(right)) {
    if (!isArray(left) || !isArray(right) || left.length !== right.length) return false;
    return left.every((element, index) => valuesEqual(element, right[index]));
  }
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && valuesEqual(left[key], right[key]));
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
