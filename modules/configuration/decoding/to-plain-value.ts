import {
  isWhollyKnown,
  NEVER_NULL_UNKNOWN,
  type Path,
  Sensitive,
  SetValue,
  UNKNOWN,
  Unknown,
  type Value,
} from "../../values/index.js";
import { hasMarks, withoutMarks } from "../evaluation/marks.js";

/**
 * An expression's value as it stands in a resource's object: marks are noted as paths, sets are arrays in their
 * order, unknowns have no type of their own (the schema has it).
 */
export function toPlainValue(value: Value, path: Path, sensitivePaths: Path[]): Value {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Sensitive) {
    sensitivePaths.push(path);
    return toPlainValue(withoutMarks(value), path, []);
  }
  if (value instanceof Unknown) return value.notNull ? NEVER_NULL_UNKNOWN : UNKNOWN;
  if (value instanceof SetValue) {
    if (hasMarks(value)) sensitivePaths.push(path);
    const { elements } = hasMarks(value) ? new SetValue(value.elements.map(withoutMarks)) : value;
    return elements.map((element) => toPlainValue(element, path, []));
  }
  if (isArray(value))
    return isPlain(value)
      ? value
      : value.map((element, index) => toPlainValue(element, [...path, index], sensitivePaths));
  if (isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]): [string, Value] => [
      key,
      toPlainValue(element, [...path, key], sensitivePaths),
    ]),
  );
}

/** Whether nothing inside needs changing. */
function isPlain(value: Value): boolean {
  return isWhollyKnown(value) && !hasMarks(value) && !hasSet(value);
}

function hasSet(value: Value): boolean {
  if (value === null || typeof value !== "object") return false;
  return value instanceof SetValue || Object.values(value).some(hasSet);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
