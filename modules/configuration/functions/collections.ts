import { isWhollyKnown, SetValue, type Type, typeOf, Unknown, type Value } from "../../values/index.js";
import { convertValue } from "../conversion/convert-value.js";
import { unifyTypes } from "../conversion/type-conversion.js";
import { calculate } from "../evaluation/exact-arithmetic.js";
import { isEqual } from "../evaluation/is-equal.js";
import { mark, unmark } from "../evaluation/marks.js";
import { asElements, asNumber, elementsOf } from "./arguments.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";
import { likewise } from "./likewise.js";

const list: Parameter = { name: "list", type: "dynamic" };
const _anyList: Parameter = { name: "list", type: ["list", "dynamic"] };
const _strings: Type = ["list", "string"];

/** The functions that ask something of a list, or choose from it. */
export const COLLECTION_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "alltrue",
    parameters: [{ name: "list", type: ["list", "bool"] }],
    returns: "bool",
    implement: ([values]) => quantified(asElements(values), false),
  },
  {
    name: "anytrue",
    parameters: [{ name: "list", type: ["list", "bool"] }],
    returns: "bool",
    implement: ([values]) => quantified(asElements(values), true),
  },
  {
    name: "coalesce",
    parameters: [],
    variadic: { name: "vals", type: "dynamic", allowNull: true, allowUnknown: true },
    returns: "dynamic",
    implement: coalesce,
  },
  {
    name: "coalescelist",
    parameters: [],
    variadic: { name: "vals", type: "dynamic", allowNull: true, allowUnknown: true },
    returns: "dynamic",
    implement: coalesceList,
  },
  {
    name: "contains",
    parameters: [list, { name: "value", type: "dynamic" }],
    returns: "bool",
    implement: ([values, wanted]) => contains(sequence(values), wanted ?? null),
  },
  {
    name: "index",
    parameters: [
      { ...list, whollyKnown: true },
      { name: "value", type: "dynamic", whollyKnown: true, allowNull: true },
    ],
    returns: "number",
    implement: ([values, wanted]) => indexOf(sequence(values), wanted ?? null),
  },
  {
    name: "length",
    parameters: [{ name: "value", type: "dynamic", allowMarked: true, allowUnknown: true }],
    returns: "number",
    implement: ([value]) => length(value ?? null),
  },
  {
    name: "matchkeys",
    parameters: [
      { name: "values", type: ["list", "dynamic"], whollyKnown: true },
      { name: "keys", type: ["list", "dynamic"], whollyKnown: true },
      { name: "searchset", type: ["list", "dynamic"], whollyKnown: true },
    ],
    returns: ([values]) => typeOf(values ?? null),
    implement: ([values, keys, searchset]) => matchKeys(values ?? null, keys ?? null, searchset ?? null),
  },
  {
    name: "one",
    parameters: [list],
    returns: "dynamic",
    mayBeNull: true,
    implement: ([values]) => one(values ?? null),
  },
  {
    name: "sum",
    parameters: [{ ...list, whollyKnown: true }],
    returns: "number",
    implement: ([values]) => sum(values ?? null),
  },
];

function sequence(value: Value | undefined): readonly Value[] {
  const elements = elementsOf(value);
  if (elements === undefined) throw new FunctionError("argument must be list, tuple, or set");
  return elements;
}

/** An array with the type of another: a list stays a list, a tuple a tuple, a set becomes a list. */

function quantified(elements: readonly Value[], decisive: boolean): Value {
  if (elements.some((element) => element === decisive)) return decisive;
  if (elements.some((element) => element instanceof Unknown)) return new Unknown(true, "bool");
  return decisive ? false : !elements.some((element) => element === null);
}

function coalesce(values: readonly Value[]): Value {
  if (values.length === 0) throw new FunctionError("all arguments must have the same type");
  const type = unifyTypes(values.filter((value) => value !== null).map(typeOf), "unsafe");
  if (type === undefined && values.some((value) => value !== null))
    throw new FunctionError("all arguments must have the same type");
  for (const value of values) {
    if (value instanceof Unknown) return new Unknown(true, type ?? "dynamic");
    const converted = convertValue(value, type ?? "dynamic");
    if (converted !== null && converted !== "") return converted;
  }
  throw new FunctionError("no non-null, non-empty-string arguments");
}

function coalesceList(values: readonly Value[]): Value {
  if (values.length === 0) throw new FunctionError("at least one argument is required");
  for (const value of values) {
    if (value instanceof Unknown) return new Unknown(true);
    if (value === null) continue;
    const elements = elementsOf(value);
    if (elements === undefined || value instanceof SetValue)
      throw new FunctionError("coalescelist arguments must be lists or tuples");
    if (elements.length > 0) return value;
  }
  throw new FunctionError("no non-null arguments");
}

function contains(elements: readonly Value[], wanted: Value): Value {
  let unknown = false;
  for (const element of elements) {
    const { plain } = unmark(isEqual(element, wanted));
    if (plain === true) return true;
    if (plain instanceof Unknown) unknown = true;
  }
  return unknown ? new Unknown(true, "bool") : false;
}

function indexOf(elements: readonly Value[], wanted: Value): number {
  if (elements.length === 0) throw new FunctionError("cannot search an empty list");
  const found = elements.findIndex((element) => isEqual(element, wanted) === true);
  if (found < 0) throw new FunctionError("item not found");
  return found;
}

function length(value: Value): Value {
  const { plain, sensitive } = unmark(value);
  return mark(knownLength(plain), sensitive);
}

function knownLength(plain: Value): Value {
  const type = typeOf(plain);
  if (plain instanceof Unknown) {
    if (typeof type !== "string" && type[0] === "tuple") return type[1].length;
    if (typeof type !== "string" && type[0] === "object") return Object.keys(type[1]).length;
    return new Unknown(true, "number");
  }
  if (typeof plain === "string") return graphemeCount(plain);
  if (plain instanceof SetValue)
    return isWhollyKnown(plain) || plain.elements.length < 2
      ? plain.elements.length
      : new Unknown(true, "number");
  if (plain === null || typeof plain !== "object")
    throw new FunctionError("argument must be a string, a collection type, or a structural type");
  return Object.keys(plain).length;
}

function graphemeCount(text: string): number {
  return [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].length;
}

function matchKeys(values: Value, keys: Value, searchset: Value): Value {
  const all = asElements(values);
  const allKeys = asElements(keys);
  if (all.length !== allKeys.length) throw new FunctionError("length of keys and values should be equal");
  const wanted = asElements(searchset);
  const found = all.filter((_, index) =>
    wanted.some((each) => isEqual(each, allKeys[index] ?? null) === true),
  );
  return likewise(values, found);
}

function one(values: Value): Value {
  const elements = elementsOf(values);
  if (elements === undefined || elements.length > 1)
    throw new FunctionError("must be a list, set, or tuple value with either zero or one elements", 0);
  return elements[0] ?? null;
}

function sum(values: Value): number {
  const elements = elementsOf(values);
  if (elements === undefined) throw new FunctionError("cannot sum noniterable", 0);
  if (elements.length === 0) throw new FunctionError("cannot sum an empty list", 0);
  return elements.reduce<number>((total, element) => {
    if (element === null) throw new FunctionError("argument must be list, set, or tuple of number values", 0);
    return calculate("+", total, asNumber(convertValue(element, "number")));
  }, 0);
}
