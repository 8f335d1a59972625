import { isWhollyKnown, Unknown, type Value, withType } from "../../values/index.js";
import { convertValue } from "../conversion/convert-value.js";
import { asElements, asInteger, asText } from "./arguments.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";

const str: Parameter = { name: "str", type: "string" };
const text = (name: string): Parameter => ({ name, type: "string" });

/** The functions on strings, but for `format`, regular expressions and encodings. */
export const TEXT_FUNCTIONS: readonly FunctionDefinition[] = [
  simple("chomp", (value) => value.replace(/(?:\r\n?|\n)+$/, "")),
  simple("lower", (value) => eachCharacter(value, (character) => character.toLowerCase())),
  simple("upper", (value) => eachCharacter(value, (character) => character.toUpperCase())),
  simple("title", title),
  simple("trimspace", trimSpace),
  simple("strrev", (value) => graphemes(value).reverse().join("")),
  {
    name: "indent",
    parameters: [{ name: "spaces", type: "number" }, str],
    returns: "string",
    implement: ([spaces, value]) => {
      const count = asInteger(spaces);
      if (count < 0) throw new FunctionError("the number of spaces must not be negative", 0);
      return asText(value).replaceAll("\n", `\n${" ".repeat(count)}`);
    },
  },
  {
    name: "join",
    parameters: [text("separator")],
    variadic: { name: "lists", type: ["list", "string"], allowUnknown: true },
    returns: "string",
    implement: ([separator, ...lists]) => join(asText(separator), lists),
  },
  {
    name: "split",
    parameters: [text("separator"), str],
    returns: ["list", "string"],
    implement: ([separator, value]) => split(asText(separator), asText(value)),
  },
  {
    name: "substr",
    parameters: [str, { name: "offset", type: "number" }, { name: "length", type: "number" }],
    returns: "string",
    implement: ([value, offset, length]) =>
      substring(asText(value), asInteger(offset, 1), asInteger(length, 2)),
  },
  {
    name: "trim",
    parameters: [str, text("cutset")],
    returns: "string",
    implement: ([value, cutset]) => trim(asText(value), asText(cutset)),
  },
  {
    name: "trimprefix",
    parameters: [str, text("prefix")],
    returns: "string",
    implement: ([value, prefix]) => {
      const whole = asText(value);
      return whole.startsWith(asText(prefix)) ? whole.slice(asText(prefix).length) : whole;
    },
  },
  {
    name: "trimsuffix",
    parameters: [str, text("suffix")],
    returns: "string",
    implement: ([value, suffix]) => {
      const whole = asText(value);
      return whole.endsWith(asText(suffix)) ? whole.slice(0, whole.length - asText(suffix).length) : whole;
    },
  },
  {
    name: "startswith",
    parameters: [{ ...str, allowUnknown: true }, text("prefix")],
    returns: "bool",
    implement: ([value, prefix]) => {
      if (!(value instanceof Unknown)) return asText(value).startsWith(asText(prefix));
      const wanted = asText(prefix);
      if (value.prefix.startsWith(wanted)) return true;
      return wanted.startsWith(value.prefix) ? new Unknown(true, "bool") : false;
    },
  },
  {
    name: "endswith",
    parameters: [str, text("suffix")],
    returns: "bool",
    implement: ([value, suffix]) => asText(value).endsWith(asText(suffix)),
  },
  {
    name: "strcontains",
    parameters: [str, text("substr")],
    returns: "bool",
    implement: ([value, part]) => asText(value).includes(asText(part)),
  },
];

function simple(name: string, change: (value: string) => string): FunctionDefinition {
  return { name, parameters: [str], returns: "string", implement: ([value]) => change(asText(value)) };
}

/** Go changes the case of every character by itself: one that would become two stays. */
function eachCharacter(value: string, change: (character: string) => string): string {
  return [...value]
    .map((character) => {
      const changed = change(character);
      return [...changed].length === 1 ? changed : character;
    })
    .join("");
}

/** User-perceived characters, as Terraform counts them. */
export function graphemes(value: string): string[] {
  if (/^[\x20-\x7e]*$/.test(value)) return value.split("");
  return [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(value)].map(
    ({ segment }) => segment,
  );
}

/** Go's `strings.Title`: a letter is capital after ASCII punctuation or any white space, but not after `_`. */
function title(value: string): string {
  return value.replace(
    /(^|(?!\w)\p{ASCII}|\p{White_Space})(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** Unicode white space as Go knows it, without the byte order mark that JavaScript counts as space. */
const SPACE = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SPACES = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

function trimSpace(value: string): string {
  return value.replace(SPACES, "");
}

function trim(value: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = [...value];
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] ?? "")) start++;
  while (end > start && cut.has(characters[end - 1] ?? "")) end--;
  return characters.slice(start, end).join("");
}

function join(separator: string, lists: readonly Value[]): Value {
  if (lists.length === 0) throw new FunctionError("at least one list is required");
  if (!lists.every(isWhollyKnown)) return new Unknown(true, "string");
  return lists
    .flatMap((list, index) =>
      asElements(list).map((element, position) => {
        if (element === null)
          throw new FunctionError(
            `element ${position} ${lists.length > 1 ? `of list ${index} ` : ""}is null; cannot concatenate null values`,
            index + 1,
          );
        return asText(convertValue(element, "string"));
      }),
    )
    .join(separator);
}

function split(separator: string, value: string): Value {
  const parts = separator === "" ? [...value] : value.split(separator);
  return withType(parts, ["list", "string"]);
}

function substring(value: string, offset: number, length: number): string {
  const characters = graphemes(value);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}
