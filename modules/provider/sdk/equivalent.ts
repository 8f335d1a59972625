import { isObjectValue, Unknown, type Value, valuesEqual } from "../../values/index.js";
import type { Field, ObjectFields } from "./field.js";

/**
 * Whether the legacy SDK takes two values for the same (`ValuesSDKEquivalent`): null, zero and empty are one,
 * at every depth. It is asked for whole objects: one real difference makes all the null-to-zero ones real too.
 */
export function objectsEquivalent(left: Value, right: Value, fields: ObjectFields): boolean {
  if (!isObjectValue(left) || !isObjectValue(right)) return left === right;
  for (const [name, field] of fields.fields)
    if (!fieldsEquivalent(left[name] ?? null, right[name] ?? null, field)) return false;
  return true;
}

function fieldsEquivalent(left: Value, right: Value, field: Field): boolean {
  if (left === right) return true;
  if (left instanceof Unknown || right instanceof Unknown)
    return left instanceof Unknown && right instanceof Unknown;
  const leftZero = isZero(left);
  const rightZero = isZero(right);
  if (leftZero || rightZero) return leftZero === rightZero;
  if (field.kind === "primitive") return false;
  if (field.kind === "map") return mapsEquivalent(left, right);
  if (!isList(left) || !isList(right) || left.length !== right.length) return false;
  const { element } = field;
  const same = (a: Value, b: Value): boolean =>
    element.kind === "object" ? objectsEquivalent(a, b, element) : fieldsEquivalent(a, b, element);
  if (field.kind === "list") return left.every((item, index) => same(item, right[index] ?? null));
  return (
    left.every((item) => right.some((other) => same(item, other))) &&
    right.every((item) => left.some((other) => same(item, other)))
  );
}

function mapsEquivalent(left: Value, right: Value): boolean {
  if (!isObjectValue(left) || !isObjectValue(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => {
    const a = left[key] ?? null;
    const b = right[key];
    if (b === undefined) return false;
    return valuesEqual(a, b) || (isZero(a) && isZero(b));
  });
}

function isZero(value: Value): boolean {
  if (value === null || value === "" || value === 0 || value === false) return true;
  if (isList(value)) return value.length === 0;
  return isObjectValue(value) && Object.keys(value).length === 0;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
