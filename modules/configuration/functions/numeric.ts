import { calculate } from "../evaluation/exact-arithmetic.js";
import { asInteger, asNumber, asText } from "./arguments.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";

const num: Parameter = { name: "num", type: "number" };

/** `abs` to `signum`. */
export const NUMERIC_FUNCTIONS: readonly FunctionDefinition[] = [
  { name: "abs", parameters: [num], returns: "number", implement: ([n]) => Math.abs(asNumber(n)) },
  { name: "ceil", parameters: [num], returns: "number", implement: ([n]) => Math.ceil(asNumber(n)) + 0 },
  { name: "floor", parameters: [num], returns: "number", implement: ([n]) => Math.floor(asNumber(n)) },
  {
    name: "log",
    parameters: [num, { name: "base", type: "number" }],
    returns: "number",
    implement: ([n, base]) => finite(Math.log(asNumber(n)) / Math.log(asNumber(base))),
  },
  {
    name: "max",
    parameters: [],
    variadic: { name: "numbers", type: "number" },
    returns: "number",
    implement: (numbers) => extreme(numbers.map(asNumber), Math.max),
  },
  {
    name: "min",
    parameters: [],
    variadic: { name: "numbers", type: "number" },
    returns: "number",
    implement: (numbers) => extreme(numbers.map(asNumber), Math.min),
  },
  {
    name: "parseint",
    parameters: [
      { name: "number", type: "dynamic" },
      { name: "base", type: "number" },
    ],
    returns: "number",
    implement: ([number, base]) => {
      if (typeof number !== "string")
        throw new FunctionError(
          `first argument must be a string, not ${typeof number === "boolean" ? "bool" : typeof number}`,
          0,
        );
      return parseInteger(asText(number), asInteger(base, 1));
    },
  },
  {
    name: "pow",
    parameters: [num, { name: "power", type: "number" }],
    returns: "number",
    implement: ([n, power]) => finite(asNumber(n) ** asNumber(power)),
  },
  {
    name: "signum",
    parameters: [num],
    returns: "number",
    implement: ([n]) => Math.sign(asInteger(n)) + 0,
  },
];

function finite(value: number): number {
  if (Number.isNaN(value)) throw new FunctionError("the result is not a number");
  return value + 0;
}

function extreme(numbers: readonly number[], choose: (...numbers: number[]) => number): number {
  if (numbers.length === 0) throw new FunctionError("must pass at least one number");
  return choose(...numbers);
}

function parseInteger(text: string, base: number): number {
  if (base < 2 || base > 62)
    throw new FunctionError("base must be a whole number between 2 and 62 inclusive", 1);
  const digits = /^[+-]?([0-9a-zA-Z]+)$/.exec(text)?.[1];
  const values = [...(digits ?? "")].map((digit) => digitValue(digit, base));
  if (digits === undefined || values.some((value) => value >= base))
    throw new FunctionError(`cannot parse ${JSON.stringify(text)} as a base ${base} integer`, 0);
  const size = values.reduce((total, value) => calculate("+", calculate("*", total, base), value), 0);
  return text.startsWith("-") ? 0 - size : size;
}

/** Go's digits: up to base 36 letters count alike in both cases, above upper case follows lower case. */
function digitValue(digit: string, base: number): number {
  if (/\d/.test(digit)) return Number(digit);
  const lower = digit.toLowerCase().charCodeAt(0) - 87;
  return base > 36 && digit !== digit.toLowerCase() ? lower + 26 : lower;
}
