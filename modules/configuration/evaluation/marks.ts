import {
  isObjectValue,
  notedType,
  Sensitive,
  SetValue,
  Unknown,
  type Value,
  withType,
} from "../../values/index.js";

/** Takes a mark off the value itself, not off what is inside. */
export function unmark(value: Value): {
  readonly plain: Exclude<Value, Sensitive>;
  readonly sensitive: boolean;
} {
  return value instanceof Sensitive
    ? { plain: value.value, sensitive: true }
    : { plain: value, sensitive: false };
}

/** Puts the mark on when `sensitive`. */
export function mark(value: Value, sensitive: boolean): Value {
  return sensitive && !(value instanceof Sensitive) ? new Sensitive(value) : value;
}

/** Whether a mark stands anywhere in the value. */
export function hasMarks(value: Value): boolean {
  if (value === null || typeof value !== "object" || value instanceof Unknown) return false;
  if (value instanceof Sensitive) return true;
  if (value instanceof SetValue) return value.elements.some(hasMarks);
  return Object.values(value).some(hasMarks);
}

/** The value without any mark at any depth; types are kept. */
export function withoutMarks(value: Value): Exclude<Value, Sensitive> {
  if (value instanceof Sensitive) return withoutMarks(value.value);
  if (value === null || typeof value !== "object" || !hasMarks(value)) return value;
  const type = notedType(value);
  if (value instanceof SetValue) {
    const set = new SetValue(value.elements.map(withoutMarks));
    return type === undefined ? set : withType(set, type);
  }
  if (isObjectValue(value)) {
    const object = Object.fromEntries(
      Object.entries(value).map(([key, element]): [string, Value] => [key, withoutMarks(element)]),
    );
    return type === undefined ? object : withType(object, type);
  }
  if (!isArray(value)) return value;
  const array = value.map(withoutMarks);
  return type === undefined ? array : withType(array, type);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
