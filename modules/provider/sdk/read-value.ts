import type { ObjectFields, PrimitiveField } from "./field.js";

/** What stands in the legacy SDK's flat maps for a value that is not known yet. */
export const UNKNOWN_TEXT = "74D93920-ED26-11E3-AC10-0800200C9A66";

/** A value as the SDK's field readers give it: primitives as text, sets by their elements' codes. */
export type ReadValue = string | null | readonly ReadValue[] | ReadObject | ReadMap | ReadSet;

export interface ReadObject {
  readonly kind: "object";
  readonly fields: ReadonlyMap<string, ReadField>;
}

export interface ReadMap {
  readonly kind: "map";
  readonly elements: ReadonlyMap<string, string>;
}

export interface ReadSet {
  readonly kind: "set";
  /** Elements by code; a code that starts with `~` is of an element that is not wholly known. */
  readonly elements: ReadonlyMap<string, ReadValue>;
}

/** One field as read from the state or the configuration. */
export interface ReadField {
  readonly exists: boolean;
  readonly computed: boolean;
  readonly value: ReadValue;
}

export const ABSENT: ReadField = { exists: false, computed: false, value: null };

export const zeroText = (field: PrimitiveField): string =>
  field.type === "string" ? "" : field.type === "number" ? "0" : "false";

export const isReadList = (value: ReadValue): value is readonly ReadValue[] => Array.isArray(value);
export const isReadObject = (value: ReadValue): value is ReadObject =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "object";
export const isReadSet = (value: ReadValue): value is ReadSet =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "set";
export const isReadMap = (value: ReadValue): value is ReadMap =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "map";

/** The code that tells set elements apart: null and zero are the same to the SDK's hash functions. */
export function setCode(value: ReadValue, element: PrimitiveField | ObjectFields): string {
  return element.kind === "primitive" ? `s${String(value)}` : `o${codeText(value)}`;
}

function codeText(value: ReadValue): string {
  if (value === null) return "";
  if (typeof value === "string") return JSON.stringify(value);
  if (isReadList(value)) return `(${value.map(codeText).join(";")})`;
  if (isReadSet(value)) return `{${[...value.elements.keys()].sort().join(";")}}`;
  if (isReadMap(value))
    return `[${[...value.elements].map(([key, text]) => JSON.stringify([key, text])).join(";")}]`;
  // Dots would be taken for steps of a path, so the code must hold none: see `escapeCode`.
  return `<${[...value.fields.values()].map((field) => codeText(field.value)).join(";")}>`;
}

/** Codes become steps of dotted keys. */
export const escapeCode = (code: string): string => code.replace(/[%.#]/g, (c) => `%${c.charCodeAt(0)}_`);

/**
 * Go's `reflect.DeepEqual` over read values: a set holds a function and so never equals another, which
 * sends every list with a set inside through the field by field comparison.
 */
export function readValuesEqual(left: ReadValue, right: ReadValue): boolean {
  if (left === null || right === null || typeof left === "string" || typeof right === "string")
    return left === right;
  if (isReadList(left))
    return (
      isReadList(right) &&
      left.length === right.length &&
      left.every((element, index) => readValuesEqual(element, right[index] ?? null))
    );
  if (isReadMap(left)) {
    if (!isReadMap(right) || left.elements.size !== right.elements.size) return false;
    for (const [key, text] of left.elements) if (right.elements.get(key) !== text) return false;
    return true;
  }
  if (isReadObject(left)) {
    if (!isReadObject(right)) return false;
    for (const [name, field] of left.fields)
      if (!readValuesEqual(field.value, right.fields.get(name)?.value ?? null)) return false;
    return true;
  }
  return false;
}
