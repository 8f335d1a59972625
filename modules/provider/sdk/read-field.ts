import { isObjectValue, Unknown, type Value } from "../../values/index.js";
import type { CollectionField, Field, MapField, ObjectFields, PrimitiveField } from "./field.js";
import {
  ABSENT,
  escapeCode,
  type ReadField,
  type ReadValue,
  setCode,
  UNKNOWN_TEXT,
  zeroText,
} from "./read-value.js";

/** Where a field is read from: the SDK's state reader or its configuration reader. */
export type Source = "state" | "config";

/**
 * Reads one field of a resource's object as the SDK does.
 *
 * The state reader sees a state that went through the SDK once: in nested blocks nothing is null any more, a
 * field without a value reads as zero. The configuration reader knows defaults, leaves empty blocks out, and
 * takes a list with one unknown element, or such a map, for unknown as a whole.
 */
export function readField(field: Field, value: Value | undefined, source: Source): ReadField {
  switch (field.kind) {
    case "primitive":
      return readPrimitive(field, value, source);
    case "map":
      return readMap(field, value);
    default:
      return readCollection(field, value, source);
  }
}

/** The text of a known primitive. */
export function primitiveText(value: Value | undefined): string {
  return typeof value === "string" ? value : String(value);
}

function readPrimitive(field: PrimitiveField, value: Value | undefined, source: Source): ReadField {
  if (value === null || value === undefined) {
    if (source === "state" || field.defaultText === undefined) return ABSENT;
    return { exists: true, computed: false, value: field.defaultText };
  }
  if (value instanceof Unknown)
    return { exists: true, computed: true, value: field.type === "string" ? UNKNOWN_TEXT : null };
  return { exists: true, computed: false, value: primitiveText(value) };
}

function readMap(_field: MapField, value: Value | undefined): ReadField {
  if (value === null || value === undefined) return ABSENT;
  if (!isObjectValue(value)) return { exists: true, computed: true, value: null };
  const elements = new Map<string, string>();
  for (const [key, element] of Object.entries(value)) {
    if (element instanceof Unknown) return { exists: true, computed: true, value: null };
    if (element !== null) elements.set(key, primitiveText(element));
  }
  return { exists: true, computed: false, value: { kind: "map", elements } };
}

function readCollection(field: CollectionField, value: Value | undefined, source: Source): ReadField {
  if (value === null || value === undefined) return ABSENT;
  if (!isList(value)) return { exists: true, computed: true, value: null };
  if (field.isBlock && value.length === 0 && source === "config") return ABSENT;
  const { element } = field;
  if (element.kind === "primitive" && value.some((item) => item instanceof Unknown))
    return { exists: true, computed: true, value: null };
  const items = value.map((item) =>
    element.kind === "primitive" ? primitiveText(item) : readObject(element, item, source),
  );
  if (field.kind === "list") return { exists: true, computed: false, value: items };
  const elements = new Map<string, ReadValue>();
  items.forEach((item, index) => {
    const unknown = element.kind === "object" && hasUnknown(value[index]);
    elements.set(`${unknown ? "~" : ""}${escapeCode(setCode(item, element))}`, item);
  });
  return { exists: true, computed: false, value: { kind: "set", elements } };
}

/** Null where no field of the object has a value, as the SDK reads an empty block. */
function readObject(element: ObjectFields, value: Value | undefined, source: Source): ReadValue {
  if (!isObjectValue(value)) return null;
  const fields = new Map<string, ReadField>();
  let exists = false;
  for (const [name, field] of element.fields) {
    const read = readField(field, value[name], source);
    exists ||= read.exists;
    fields.set(name, read);
  }
  if (!exists) return null;
  for (const [name, field] of element.fields) {
    const read = fields.get(name) ?? ABSENT;
    // Of the state every field exists from now on; of the configuration only the value is filled in, for
    // comparisons of whole elements.
    if (read.value === null)
      fields.set(name, {
        exists: read.exists || source === "state",
        computed: read.computed,
        value: zeroOf(field),
      });
  }
  return { kind: "object", fields };
}

function zeroOf(field: Field): ReadValue {
  if (field.kind === "primitive") return zeroText(field);
  if (field.kind === "map") return { kind: "map", elements: new Map() };
  return field.kind === "list" ? [] : { kind: "set", elements: new Map() };
}

function hasUnknown(value: Value | undefined): boolean {
  if (value instanceof Unknown) return true;
  if (isObjectValue(value)) return Object.values(value).some(hasUnknown);
  return isList(value) && value.some(hasUnknown);
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
