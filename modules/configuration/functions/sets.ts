import {
  isWhollyKnown,
  setElementKey,
  type Type,
  typeOf,
  Unknown,
  type Value,
  withType,
} from "../../values/index.js";
import { convertValue, makeSet } from "../conversion/convert-value.js";
import { unifyTypes } from "../conversion/type-conversion.js";
import { asElements } from "./arguments.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";

const set = (name: string): Parameter => ({ name, type: ["set", "dynamic"] });

/** The functions on sets. */
export const SET_FUNCTIONS: readonly FunctionDefinition[] = [
  operation("setunion", (sets) => sets.flat(), true),
  operation("setintersection", ([first = [], ...others]) =>
    first.filter((element) => others.every((other) => includes(other, element))),
  ),
  {
    name: "setsubtract",
    parameters: [set("a"), set("b")],
    returns: (args) => commonSetType(args),
    implement: (args) =>
      combine(args, ([first = [], second = []]) => first.filter((element) => !includes(second, element))),
  },
  {
    name: "setproduct",
    parameters: [],
    variadic: { name: "sets", type: "dynamic" },
    returns: "dynamic",
    implement: (args) => product(args),
  },
];

type Combine = (sets: readonly (readonly Value[])[]) => readonly Value[];

function operation(name: string, combineElements: Combine, keepsUnknown = false): FunctionDefinition {
  return {
    name,
    parameters: [set("first_set")],
    variadic: set("other_sets"),
    returns: commonSetType,
    implement: (args) => combine(args, combineElements, keepsUnknown),
  };
}

function commonSetType(args: readonly Value[]): Type {
  const types = args.map(typeOf).filter((type) => !(typeof type !== "string" && type[1] === "dynamic"));
  return unifyTypes(types, "unsafe") ?? ["set", "dynamic"];
}

function combine(args: readonly Value[], combineElements: Combine, keepsUnknown = false): Value {
  const type = commonSetType(args);
  const element: Type = typeof type !== "string" && type[0] === "set" ? type[1] : "dynamic";
  if (!keepsUnknown && !args.every(isWhollyKnown)) return new Unknown(true, type);
  const converted = args.map((arg) => asElements(convertValue(arg, ["set", element])));
  return makeSet(combineElements(converted), element);
}

function includes(elements: readonly Value[], wanted: Value): boolean {
  const key = setElementKey(wanted);
  return elements.some((element) => setElementKey(element) === key);
}

function product(args: readonly Value[]): Value {
  if (args.length < 2) throw new FunctionError("at least two arguments are required");
  const types = args.map((arg, index) => elementTypeOf(arg, index));
  const ordered = args.some((arg) => typeOf(arg)[0] !== "set");
  const rows = args.reduce<readonly (readonly Value[])[]>(
    (sofar, arg, index) => {
      const elements = asElements(arg).map((element) => convertValue(element, types[index] ?? "dynamic"));
      return sofar.flatMap((row) => elements.map((element) => [...row, element]));
    },
    [[]],
  );
  const type: Type = ["tuple", types];
  return ordered ? withType(rows, ["list", type]) : makeSet(rows, type);
}

function elementTypeOf(arg: Value, index: number): Type {
  const type = typeOf(arg);
  if (typeof type !== "string" && (type[0] === "list" || type[0] === "set")) return type[1];
  if (typeof type !== "string" && type[0] === "tuple") {
    const element = type[1].length === 0 ? "dynamic" : unifyTypes(type[1], "unsafe");
    if (element !== undefined) return element;
  }
  throw new FunctionError("a set or a list is required", index);
}
