import { compareBytes, isObjectValue, SetValue, type Value } from "../../values/index.js";

/**
 * The keys and elements of a collection in Terraform's order: indexes for sequences, sorted keys for maps and
 * objects, the elements themselves for sets. Undefined for what cannot be iterated.
 */
export function iterate(value: Value): readonly (readonly [Value, Value])[] | undefined {
  if (value instanceof SetValue) return value.elements.map((element) => [element, element]);
  if (isObjectValue(value)) return sortedEntries(value);
  return isArray(value) ? value.map((element, index) => [index, element]) : undefined;
}

/** The entries of a map or object, keys in byte order as go-cty iterates them. */
export function sortedEntries<Element>(object: { readonly [key: string]: Element }): [string, Element][] {
  return Object.entries(object).sort(([left], [right]) => compareBytes(left, right));
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
