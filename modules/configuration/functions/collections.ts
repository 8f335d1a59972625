import {
  compareBytes,
  isWhollyKnown,
  SetValue,
  setElementKey,
  type Type,
  typeOf,
  Unknown,
  type Value,
  withType,
} from "../../values/index.js";
import { convertValue } from "../conversion/convert-value.js";
import { unifyTypes } from "../conversion/type-conversion.js";
import { typeName } from "../conversion/type-name.js";
import { calculate } from "../evaluation/exact-arithmetic.js";
import { isEqual } from "../evaluation/is-equal.js";
import { mark, unmark } from "../evaluation/marks.js";
import { asElements, asInteger, asNumber, asText, elementsOf } from "./arguments.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";

const list: Parameter = { name: "list", type: "dynamic" };
const anyList: Parameter = { name: "list", type: ["list", "dynamic"] };
const strings: Type = ["list", "string"];

/** The functions on lists and tuples. */
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
    name: "chunklist",
    parameters: [anyList, { name: "size", type: "number" }],
    returns: ([values]) => ["list", typeOf(values ?? null)],
    implement: ([values, size]) => chunks(values ?? null, asInteger(size, 1)),
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
    name: "compact",
    parameters: [{ name: "list", type: strings, whollyKnown: true }],
    returns: strings,
    implement: ([values]) =>
      withType(
        asElements(values).filter((value) => value !== null && value !== ""),
        strings,
      ),
  },
  {
    name: "concat",
    parameters: [],
    variadic: { name: "seqs", type: "dynamic", allowMarked: true },
    returns: "dynamic",
    implement: concatenate,
  },
  {
    name: "contains",
    parameters: [list, { name: "value", type: "dynamic" }],
    returns: "bool",
    implement: ([values, wanted]) => contains(sequence(values), wanted ?? null),
  },
  {
    name: "distinct",
    parameters: [{ ...anyList, whollyKnown: true }],
    returns: ([values]) => typeOf(values ?? null),
    implement: ([values]) => distinct(values ?? null),
  },
  {
    name: "element",
    parameters: [
      { ...list, allowMarked: true },
      { name: "index", type: "number" },
    ],
    returns: elementTypeAt,
    mayBeNull: true,
    implement: ([values, index]) => elementAt(values ?? null, asInteger(index, 1)),
  },
  {
    name: "flatten",
    parameters: [{ ...list, allowMarked: true }],
    returns: "dynamic",
    implement: ([values]) => flatten(values ?? null),
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
    name: "range",
    parameters: [],
    variadic: { name: "params", type: "number" },
    returns: ["list", "number"],
    implement: (limits) => range(limits.map(asNumber)),
  },
  {
    name: "reverse",
    parameters: [{ ...list, allowMarked: true }],
    returns: "dynamic",
    implement: ([values]) => reverse(values ?? null),
  },
  {
    name: "slice",
    parameters: [
      { ...list, allowMarked: true },
      { name: "start_index", type: "number" },
      { name: "end_index", type: "number" },
    ],
    returns: ([values]) => (typeOf(values ?? null)[0] === "list" ? typeOf(values ?? null) : "dynamic"),
    implement: ([values, start, end]) => slice(values ?? null, asInteger(start, 1), asInteger(end, 2)),
  },
  {
    name: "sort",
    parameters: [{ name: "list", type: strings }],
    returns: strings,
    implement: ([values]) => sort(asElements(values)),
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
function likewise(original: Value, elements: readonly Value[]): Value {
  const type = typeOf(original);
  if (typeof type === "string" || type[0] === "tuple" || type[0] === "object") return elements;
  return withType(elements, ["list", type[1]]);
}

function quantified(elements: readonly Value[], decisive: boolean): Value {
  if (elements.some((element) => element === decisive)) return decisive;
  if (elements.some((element) => element instanceof Unknown)) return new Unknown(true, "bool");
  return decisive ? false : !elements.some((element) => element === null);
}

function chunks(values: Value, size: number): Value {
  if (size < 0) throw new FunctionError("the size argument must be positive");
  const elements = asElements(values);
  const width = size === 0 ? Math.max(elements.length, 1) : size;
  const result: Value[] = [];
  for (let start = 0; start < elements.length; start += width)
    result.push(likewise(values, elements.slice(start, start + width)));
  return withType(result, ["list", typeOf(values)]);
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

function concatenate(values: readonly Value[]): Value {
  if (values.length === 0) throw new FunctionError("at least one argument is required");
  const plain = values.map((value) => unmark(value));
  const sensitive = plain.some((value) => value.sensitive);
  const types = plain.map((value) => typeOf(value.plain));
  plain.forEach((value, index) => {
    const kind = types[index]?.[0];
    if (elementsOf(value.plain) === undefined || kind === "set")
      throw new FunctionError(
        `all arguments must be lists or tuples; got ${typeName(typeOf(value.plain))}`,
        index,
      );
  });
  const type = types.every((each) => typeof each !== "string" && each[0] === "list")
    ? unifyTypes(types, "safe")
    : undefined;
  const elements = plain.flatMap((value) =>
    asElements(type === undefined ? value.plain : convertValue(value.plain, type)),
  );
  const result = type === undefined ? elements : withType(elements, type);
  return mark(result, sensitive);
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

function distinct(values: Value): Value {
  const seen = new Map<string, Value>();
  for (const element of asElements(values)) {
    const key = setElementKey(element);
    if (!seen.has(key)) seen.set(key, element);
  }
  return likewise(values, [...seen.values()]);
}

function elementTypeAt([values, index]: readonly Value[]): Type {
  const type = typeOf(values ?? null);
  if (typeof type === "string") return "dynamic";
  if (type[0] === "list") return type[1];
  if (type[0] !== "tuple" || typeof index !== "number" || type[1].length === 0) return "dynamic";
  return type[1][index % type[1].length] ?? "dynamic";
}

function elementAt(values: Value, index: number): Value {
  const { plain, sensitive } = unmark(values);
  const elements = elementsOf(plain);
  if (elements === undefined || plain instanceof SetValue)
    throw new FunctionError(`cannot read elements from ${describe(plain)}`);
  if (elements.length === 0) throw new FunctionError("cannot use element function with an empty list");
  // A negative index is no count from the end: it goes wrong in Terraform as well, unless it divides evenly.
  const wrapped = index % elements.length;
  if (wrapped < 0) throw new FunctionError("cannot use element function with a negative index");
  const element = elements[wrapped] ?? null;
  return mark(element, sensitive);
}

function describe(value: Value): string {
  return typeName(typeOf(value));
}

function flatten(values: Value): Value {
  const { plain, sensitive } = unmark(values);
  if (elementsOf(plain) === undefined) throw new FunctionError("can only flatten lists, sets and tuples");
  const state = { sensitive, known: true };
  const flat = flattenInto(plain, state);
  if (!state.known) return mark(new Unknown(true), state.sensitive);
  return mark(flat, state.sensitive);
}

function flattenInto(value: Value, state: { sensitive: boolean; known: boolean }): Value[] {
  return asElements(value).flatMap((element) => {
    const { plain, sensitive } = unmark(element);
    const type = typeOf(plain);
    const isSequence = typeof type !== "string" && ["list", "set", "tuple"].includes(type[0]);
    if (plain instanceof Unknown && (isSequence || type === "dynamic")) state.known = false;
    if (plain === null || plain instanceof Unknown || !isSequence) return [element];
    state.sensitive ||= sensitive;
    return flattenInto(plain, state);
  });
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

function range(limits: readonly number[]): Value {
  const [first = 0, second, third] = limits;
  if (limits.length === 0 || limits.length > 3)
    throw new FunctionError("must have one, two, or three arguments");
  const start = second === undefined ? 0 : first;
  const end = second ?? first;
  const step = third ?? (end < start ? -1 : 1);
  if (step === 0) throw new FunctionError("step must not be zero", 2);
  if (end > start && step < 0)
    throw new FunctionError("end must be less than start when step is negative", 1);
  if (end < start && step > 0)
    throw new FunctionError("end must be greater than start when step is positive", 1);
  const numbers: number[] = [];
  for (let value = start; step > 0 ? value < end : value > end; value = calculate("+", value, step)) {
    if (numbers.length >= 1024)
      throw new FunctionError(
        "more than 1024 values were generated; either decrease the difference between start and end or use a smaller step",
      );
    numbers.push(value);
  }
  return withType(numbers, ["list", "number"]);
}

function reverse(values: Value): Value {
  const { plain, sensitive } = unmark(values);
  const elements = elementsOf(plain);
  if (elements === undefined)
    throw new FunctionError(`can only reverse list or tuple values, not ${describe(plain)}`, 0);
  const result = likewise(plain, [...elements].reverse());
  return mark(result, sensitive);
}

function slice(values: Value, start: number, end: number): Value {
  const { plain, sensitive } = unmark(values);
  const elements = elementsOf(plain);
  if (plain instanceof SetValue)
    throw new FunctionError(
      "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important",
      0,
    );
  if (elements === undefined) throw new FunctionError("must be a list or tuple value", 0);
  if (start < 0) throw new FunctionError("start index must not be less than zero", 1);
  if (start > elements.length)
    throw new FunctionError("start index must not be greater than the length of the list", 1);
  if (end > elements.length)
    throw new FunctionError("end index must not be greater than the length of the list", 2);
  if (start > end) throw new FunctionError("start index must not be greater than end index", 1);
  const result = likewise(plain, elements.slice(start, end));
  return mark(result, sensitive);
}

function sort(elements: readonly Value[]): Value {
  // How many there are is known all the same.
  if (!elements.every(isWhollyKnown))
    return withType(
      elements.map(() => new Unknown(false, "string")),
      strings,
    );
  const texts = elements.map((element, index) => {
    if (element === null)
      throw new FunctionError(`given list element ${index} is null; a null string cannot be sorted`);
    return asText(element);
  });
  return withType(texts.sort(compareBytes), strings);
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
