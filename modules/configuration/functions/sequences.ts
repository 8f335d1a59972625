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
import { mark, unmark } from "../evaluation/marks.js";
import { asElements, asInteger, asNumber, asText, elementsOf } from "./arguments.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";
import { likewise } from "./likewise.js";

const list: Parameter = { name: "list", type: "dynamic" };
const anyList: Parameter = { name: "list", type: ["list", "dynamic"] };
const strings: Type = ["list", "string"];

/** The functions that make a list of lists: cut, joined, sorted, turned round. */
export const SEQUENCE_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "chunklist",
    parameters: [anyList, { name: "size", type: "number" }],
    returns: ([values]) => ["list", typeOf(values ?? null)],
    implement: ([values, size]) => chunks(values ?? null, asInteger(size, 1)),
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
];

function chunks(values: Value, size: number): Value {
  if (size < 0) throw new FunctionError("the size argument must be positive");
  const elements = asElements(values);
  const width = size === 0 ? Math.max(elements.length, 1) : size;
  const result: Value[] = [];
  for (let start = 0; start < elements.length; start += width)
    result.push(likewise(values, elements.slice(start, start + width)));
  return withType(result, ["list", typeOf(values)]);
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
    throw new FunctionError(`cannot read elements from ${typeName(typeOf(plain))}`);
  if (elements.length === 0) throw new FunctionError("cannot use element function with an empty list");
  // A negative index is no count from the end: it goes wrong in Terraform as well, unless it divides evenly.
  const wrapped = index % elements.length;
  if (wrapped < 0) throw new FunctionError("cannot use element function with a negative index");
  const element = elements[wrapped] ?? null;
  return mark(element, sensitive);
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
    throw new FunctionError(`can only reverse list or tuple values, not ${typeName(typeOf(plain))}`, 0);
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
