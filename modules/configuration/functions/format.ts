import { isWhollyKnown, type Type, typeOf, Unknown, type Value, withType } from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { asText, elementsOf } from "./arguments.js";
import { formatFloat } from "./format-float.js";
import { type FunctionDefinition, FunctionError } from "./function-definition.js";
import { encodeJson } from "./json-encoding.js";
import { graphemes } from "./text.js";

/** `format` and `formatlist`. Source of the verbs: go-cty `stdlib/format.go`. */
export const FORMAT_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "format",
    parameters: [{ name: "format", type: "string" }],
    variadic: { name: "args", type: "dynamic", allowNull: true, allowUnknown: true },
    returns: "string",
    implement: ([pattern, ...args]) =>
      args.every(isWhollyKnown)
        ? formatText(asText(pattern), args)
        : new Unknown(true, "string", asText(pattern).split("%")[0]?.slice(0, -1) ?? ""),
  },
  {
    name: "formatlist",
    parameters: [{ name: "format", type: "string" }],
    variadic: { name: "args", type: "dynamic", allowNull: true, allowUnknown: true },
    returns: ["list", "string"],
    implement: ([pattern, ...args]) => formatList(asText(pattern), args),
  },
];

function formatList(pattern: string, args: readonly Value[]): Value {
  const type: Type = ["list", "string"];
  const lists = args.map((arg) => (isSequence(arg) ? elementsOf(arg) : undefined));
  if (args.some((arg, index) => arg instanceof Unknown && lists[index] === undefined && isSequence(arg)))
    return new Unknown(true, type);
  if (args.some((arg) => arg instanceof Unknown && arg.type === "dynamic")) return new Unknown(true, type);
  const lengths = lists.flatMap((list) => list?.length ?? []);
  const [length = 1] = lengths;
  lists.forEach((list, index) => {
    if (list !== undefined && list.length !== length)
      throw new FunctionError(
        `argument ${index + 1} has length ${list.length}, which is inconsistent with argument ${lists.findIndex((each) => each !== undefined) + 1} of length ${length}`,
        index + 1,
      );
  });
  const texts = Array.from({ length }, (_, row): Value => {
    const values = args.map((arg, index) => lists[index]?.[row] ?? (lists[index] === undefined ? arg : null));
    if (!values.every(isWhollyKnown)) return new Unknown(true, "string");
    return formatText(pattern, values);
  });
  return withType(texts, type);
}

function isSequence(value: Value): boolean {
  const type = typeOf(value);
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set" || type[0] === "tuple");
}

const VERB = /%([-+# 0]*)(?:\[(\d+)\])?(\d+)?(?:\.(\d+)?)?(?:\[(\d+)\])?([\s\S])?/gy;

interface Verb {
  readonly whole: string;
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly letter: string;
  readonly offset: number;
}

/** Formats known values. Throws FunctionError. */
function formatText(pattern: string, args: readonly Value[]): string {
  let result = "";
  let position = 0;
  let next = 0;
  let explicit = false;
  while (position < pattern.length) {
    const percent = pattern.indexOf("%", position);
    if (percent < 0) return finish(result + pattern.slice(position), next, explicit, args);
    result += pattern.slice(position, percent);
    VERB.lastIndex = percent;
    const match = VERB.exec(pattern);
    const [whole = "%", flags = "", before, width, precision, after, letter] = match ?? [];
    if (letter === undefined)
      throw new FunctionError(`invalid format string starting at offset ${percent + 1}`);
    position = percent + whole.length;
    if (letter === "%") {
      result += "%";
      continue;
    }
    const chosen = before ?? after;
    if (chosen !== undefined) {
      next = Number(chosen) - 1;
      explicit = true;
    }
    const verb: Verb = {
      whole,
      flags,
      width: width === undefined ? undefined : Number(width),
      precision: whole.includes(".") ? Number(precision ?? 0) : undefined,
      letter,
      offset: percent,
    };
    if (next >= args.length || next < 0)
      throw new FunctionError(
        `not enough arguments for ${JSON.stringify(whole)} at ${percent}: need index ${next + 1} but have ${args.length} total`,
      );
    result += formatVerb(verb, args[next] ?? null);
    next++;
  }
  return finish(result, next, explicit, args);
}

function finish(result: string, used: number, explicit: boolean, args: readonly Value[]): string {
  if (explicit || used >= args.length) return result;
  if (used === 0) throw new FunctionError("too many arguments; no verbs in format string", 1);
  throw new FunctionError(`too many arguments; only ${used} used by format string`, used + 1);
}

function formatVerb(verb: Verb, value: Value): string {
  switch (verb.letter) {
    case "v":
      return formatAny(verb, value);
    case "t":
      return pad(verb, String(converted(verb, value, "bool")));
    case "s":
      return formatString(verb, String(converted(verb, value, "string")));
    case "q":
      return formatString(verb, JSON.stringify(String(converted(verb, value, "string"))));
    case "b":
    case "d":
    case "o":
    case "x":
    case "X":
    case "e":
    case "E":
    case "f":
    case "g":
    case "G":
      return formatNumeric(verb, numberFor(verb, value));
    default:
      throw new FunctionError(
        `unsupported format verb ${JSON.stringify(verb.letter).replaceAll('"', "'")} in ${JSON.stringify(verb.whole)} at offset ${verb.offset}`,
      );
  }
}

function numberFor(verb: Verb, value: Value): number {
  const number = Number(converted(verb, value, "number"));
  if ("bdoxX".includes(verb.letter) && !Number.isInteger(number))
    throw new FunctionError(
      `unsupported value for ${JSON.stringify(verb.whole)} at ${verb.offset}: an integer is required`,
    );
  return number;
}

function converted(verb: Verb, value: Value, type: "bool" | "string" | "number"): Value {
  const unsupported = (reason: string) =>
    new FunctionError(`unsupported value for ${JSON.stringify(verb.whole)} at ${verb.offset}: ${reason}`);
  if (value === null) throw unsupported(`null value cannot be formatted`);
  try {
    return convertValue(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw unsupported(error.message);
    throw error;
  }
}

function formatAny(verb: Verb, value: Value): string {
  if (verb.flags.includes("#") || (value !== null && typeof value === "object"))
    return formatString({ ...verb, precision: undefined }, encodeJson(value));
  if (value === null) return formatString(verb, "null");
  if (typeof value === "number") return formatNumeric({ ...verb, letter: "g" }, value);
  return formatString(verb, String(converted(verb, value, "string")));
}

function formatNumeric(verb: Verb, value: number): string {
  const { flags, letter, precision } = verb;
  if ("bdoxX".includes(letter)) return pad(verb, integerText(letter, value, flags));
  const plain = formatFloat(letter, Math.abs(value), precision);
  return pad(verb, signOf(value, flags) + plain);
}

function integerText(letter: string, value: number, flags: string): string {
  const bases: { readonly [letter: string]: number } = { b: 2, o: 8, d: 10, x: 16, X: 16 };
  const digits = BigInt(Math.trunc(Math.abs(value))).toString(bases[letter] ?? 10);
  const prefix = flags.includes("#") ? ({ x: "0x", X: "0X", o: "0", b: "0b" }[letter] ?? "") : "";
  return signOf(value, flags) + prefix + (letter === "X" ? digits.toUpperCase() : digits);
}

function signOf(value: number, flags: string): string {
  if (value < 0) return "-";
  if (flags.includes("+")) return "+";
  return flags.includes(" ") ? " " : "";
}

function formatString(verb: Verb, text: string): string {
  const cut = verb.precision === undefined ? text : graphemes(text).slice(0, verb.precision).join("");
  return pad(verb, cut, graphemes(cut).length);
}

function pad({ flags, width, letter }: Verb, text: string, length: number = text.length): string {
  if (width === undefined || length >= width) return text;
  const missing = width - length;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!flags.includes("0")) return " ".repeat(missing) + text;
  const sign = "sqvt".includes(letter) ? "" : (/^[+\- ]/.exec(text)?.[0] ?? "");
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
