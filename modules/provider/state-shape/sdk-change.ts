import { isObjectValue, type ObjectValue, Unknown, type Value } from "../../values/index.js";

/**
 * SDKv2's `HasChanges`: whether any of these attributes or blocks differs between prior and planned. Null and
 * zero values are the same to it; what is not known counts as changed.
 */
export function hasChanges(
  prior: ObjectValue | null,
  planned: ObjectValue | null,
  ...names: readonly string[]
): boolean {
  return names.some((name) => !sameToSdk(prior?.[name] ?? null, planned?.[name] ?? null));
}

export function sameToSdk(left: Value, right: Value): boolean {
  if (left instanceof Unknown || right instanceof Unknown) return false;
  if (isZero(left) && isZero(right)) return true;
  if (isList(left) && isList(right)) {
    return (
      left.length === right.length && left.every((element, index) => sameToSdk(element, right[index] ?? null))
    );
  }
  if (isObjectValue(left) && isObjectValue(right)) {
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...names].every((name) => sameToSdk(left[name] ?? null, right[name] ?? null));
  }
  return left === right;
}

function isZero(value: Value): boolean {
  if (value === null || value === "" || value === 0 || value === false) return true;
  if (isList(value)) return value.length === 0;
  return isObjectValue(value) && Object.keys(value).length === 0;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
