import {
  isObjectValue,
  isWhollyKnown,
  SetValue,
  setElementKey,
  type Type,
  typeOf,
  typesEqual,
  Unknown,
  type Value,
} from "../../values/index.js";
import { hasMarks, mark, withoutMarks } from "./marks.js";

/** The `==` operator (go-cty `Value.Equals`): true, false or unknown; marked when either side is, at any depth. */
export function isEqual(left: Value, right: Value): Value {
  const sensitive = hasMarks(left) || hasMarks(right);
  const result = sensitive ? compare(withoutMarks(left), withoutMarks(right)) : compare(left, right);
  return mark(result ?? new Unknown(true, "bool"), sensitive);
}

/** Undefined: cannot be told before apply. */
function compare(left: Value, right: Value): boolean | undefined {
  if (left instanceof Unknown) return compareWithUnknown(left, right);
  if (right instanceof Unknown) return compareWithUnknown(right, left);
  if (left === null || right === null) return left === right;
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  if (!sameShape(typeOf(left), typeOf(right))) return false;
  if (left instanceof SetValue || right instanceof SetValue) return compareSets(left, right);
  if (isObjectValue(left) && isObjectValue(right)) {
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length || !keys.every((key) => Object.hasOwn(right, key)))
      return false;
    return inTurn(keys, (key) => compare(left[key] ?? null, right[key] ?? null));
  }
  if (!isArray(left) || !isArray(right)) return false;
  if (left.length !== right.length) return false;
  return inTurn([...left.keys()], (index) => compare(left[index] ?? null, right[index] ?? null));
}

/** Types with unknown or null parts may turn out equal: dynamic stands for any type here. */
function sameShape(left: Type, right: Type): boolean {
  if (left === "dynamic" || right === "dynamic" || typesEqual(left, right)) return true;
  if (typeof left === "string" || typeof right === "string") return false;
  if (left[0] === "object" && right[0] === "object") {
    const others = right[1];
    const names = Object.keys(left[1]);
    return (
      names.length === Object.keys(others).length &&
      names.every(
        (name) =>
          Object.hasOwn(others, name) && sameShape(left[1][name] ?? "dynamic", others[name] ?? "dynamic"),
      )
    );
  }
  if (left[0] === "tuple" && right[0] === "tuple") {
    const others = right[1];
    return (
      left[1].length === others.length &&
      left[1].every((type, index) => sameShape(type, others[index] ?? "dynamic"))
    );
  }
  if (left[0] === "object" || left[0] === "tuple" || right[0] === "object" || right[0] === "tuple")
    return false;
  return left[0] === right[0] && sameShape(left[1], right[1]);
}

function compareWithUnknown(unknown: Unknown, other: Value): boolean | undefined {
  if (other instanceof Unknown) return undefined;
  if (other === null) return unknown.notNull ? false : undefined;
  if (typeof other === "string" && !other.startsWith(unknown.prefix)) return false;
  return sameShape(unknown.type, typeOf(other)) ? undefined : false;
}

function compareSets(left: Value, right: Value): boolean | undefined {
  if (!(left instanceof SetValue) || !(right instanceof SetValue)) return false;
  if (!isWhollyKnown(left) || !isWhollyKnown(right)) return undefined;
  return setElementKey(left) === setElementKey(right);
}

/** Terraform stops at the first part that differs, or that cannot be told. */
function inTurn<Key>(
  keys: readonly Key[],
  compareAt: (key: Key) => boolean | undefined,
): boolean | undefined {
  for (const key of keys) {
    const result = compareAt(key);
    if (result !== true) return result;
  }
  return true;
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
