import { compareSetElements, setElementKey, type Type, UNKNOWN, type Value } from "../../values/index.js";
import type { CollectionField, Field } from "./field.js";
import {
  isReadList,
  isReadMap,
  isReadObject,
  isReadSet,
  type ReadField,
  type ReadValue,
  UNKNOWN_TEXT,
} from "./read-value.js";

/** The legacy SDK's flat form of an object: dotted keys to texts, `.#` and `.%` holding counts. */
export type FlatMap = Map<string, string>;

/** Writes one field's reading under `key` (`MapFieldWriter`). */
export function flatten(read: ReadField, key: string, into: FlatMap): void {
  if (read.exists) flattenValue(read.value, key, into);
}

function flattenValue(value: ReadValue, key: string, into: FlatMap): void {
  if (value === null) return;
  if (typeof value === "string") {
    into.set(key, value);
  } else if (isReadList(value)) {
    into.set(`${key}.#`, String(value.length));
    value.forEach((element, index) => {
      flattenValue(element, `${key}.${index}`, into);
    });
  } else if (isReadSet(value)) {
    into.set(`${key}.#`, String(value.elements.size));
    for (const [code, element] of value.elements) flattenValue(element, `${key}.${code}`, into);
  } else if (isReadMap(value)) {
    into.set(`${key}.%`, String(value.elements.size));
    for (const [name, text] of value.elements) into.set(`${key}.${name}`, text);
  } else if (isReadObject(value)) {
    for (const [name, field] of value.fields) flatten(field, `${key}.${name}`, into);
  }
}

/** Reads one field back into a value (`HCL2ValueFromFlatmap`, then `CoerceValue`). */
export function unflatten(flat: FlatMap, key: string, field: Field): Value {
  switch (field.kind) {
    case "primitive":
      return primitiveValue(flat.get(key), field.type);
    case "map": {
      const count = flat.get(`${key}.%`);
      if (flat.get(key) === UNKNOWN_TEXT || count === UNKNOWN_TEXT) return UNKNOWN;
      if (count === undefined) return null;
      const prefix = `${key}.`;
      const entries: [string, Value][] = [];
      for (const [name, text] of flat)
        if (name.startsWith(prefix) && name !== `${key}.%`)
          entries.push([name.slice(prefix.length), primitiveValue(text, field.element)]);
      return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
    }
    default:
      return collectionValue(flat, key, field);
  }
}

function collectionValue(flat: FlatMap, key: string, field: CollectionField): Value {
  const count = flat.get(`${key}.#`);
  if (flat.get(key) === UNKNOWN_TEXT || count === UNKNOWN_TEXT) return UNKNOWN;
  if (count === undefined) return field.isBlock ? [] : null;
  if (field.kind === "list") {
    const length = Number(count);
    return Array.from({ length }, (_, index) => elementValue(flat, `${key}.${index}`, field));
  }
  const codes = new Set<string>();
  const prefix = `${key}.`;
  for (const name of flat.keys()) {
    if (!name.startsWith(prefix) || name === `${key}.#`) continue;
    const dot = name.indexOf(".", prefix.length);
    codes.add(dot < 0 ? name : name.slice(0, dot));
  }
  const elements = [...codes].map((code) => elementValue(flat, code, field));
  if (elements.length === 0 && count === "1") elements.push(elementValue(flat, `${key}.?`, field));
  return canonicalSet(elements);
}

/** Set elements without duplicates, in Terraform's order. */
export function canonicalSet(elements: readonly Value[]): readonly Value[] {
  const byKey = new Map<string, Value>();
  for (const element of elements) {
    const key = setElementKey(element);
    if (!byKey.has(key)) byKey.set(key, element);
  }
  return [...byKey.values()].sort(compareSetElements);
}

function elementValue(flat: FlatMap, key: string, field: CollectionField): Value {
  const { element } = field;
  if (element.kind === "primitive") return primitiveValue(flat.get(key), element.type);
  const entries: [string, Value][] = [];
  for (const [name, inner] of element.fields) entries.push([name, unflatten(flat, `${key}.${name}`, inner)]);
  return Object.fromEntries(entries);
}

function primitiveValue(text: string | undefined, type: Type): Value {
  if (text === undefined) return null;
  if (text === UNKNOWN_TEXT) return UNKNOWN;
  if (type === "number") return Number(text);
  return type === "bool" ? text === "true" || text === "1" : text;
}
