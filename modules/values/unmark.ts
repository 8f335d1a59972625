import type { Path, PathStep } from "./path.js";
import { Sensitive } from "./sensitive.js";
import { SetValue } from "./set-value.js";
import { notedType, withType } from "./typed.js";
import { Unknown } from "./unknown.js";
import type { ObjectValue, Value } from "./value.js";

export interface Unmarked {
  /** The value without any mark. */
  readonly value: Value;
  /** Where the marks stood; `[]` as a path is the whole value. A set with a marked element is marked whole. */
  readonly sensitivePaths: readonly Path[];
}

/** Takes the marks off a value at any depth and tells where they stood (Terraform's `UnmarkDeepWithPaths`). */
export function unmarkDeep(value: Value): Unmarked {
  const sensitivePaths: Path[] = [];
  return { value: strip(value, [], sensitivePaths), sensitivePaths };
}

function strip(value: Value, path: PathStep[], found: Path[]): Value {
  if (value instanceof Sensitive) {
    found.push([...path]);
    return strip(value.value, path, []);
  }
  if (value === null || typeof value !== "object" || value instanceof Unknown) return value;
  if (value instanceof SetValue) {
    const inside: Path[] = [];
    const elements = value.elements.map((element) => strip(element, path, inside));
    if (inside.length === 0) return value;
    found.push([...path]);
    const type = notedType(value);
    const set = new SetValue(elements);
    return type === undefined ? set : withType(set, type);
  }
  if (Array.isArray(value)) {
    const before = found.length;
    const stripped = value.map((element: Value, index) => strip(element, [...path, index], found));
    return found.length === before ? value : keepType(value, stripped);
  }
  const before = found.length;
  const entries = Object.entries(value).map(([key, element]): [string, Value] => [
    key,
    strip(element, [...path, key], found),
  ]);
  return found.length === before ? value : keepType(value, Object.fromEntries(entries));
}

function keepType<Collection extends readonly Value[] | ObjectValue>(
  original: object,
  stripped: Collection,
): Collection {
  const type = notedType(original);
  return type === undefined ? stripped : withType(stripped, type);
}
