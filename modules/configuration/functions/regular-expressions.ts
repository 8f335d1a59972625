import { type Type, type Value, withType } from "../../values/index.js";
import { asText } from "./arguments.js";
import { type FunctionDefinition, FunctionError } from "./function-definition.js";
import { translateRe2 } from "./translate-re2.js";

const pattern = { name: "pattern", type: "string" } as const;
const string = { name: "string", type: "string" } as const;

/** `regex`, `regexall` and `replace`. */
export const REGEX_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "regex",
    parameters: [pattern, string],
    returns: ([source]) => (typeof source === "string" ? resultType(source) : "dynamic"),
    implement: ([source, text]) => {
      const type = resultType(asText(source));
      const match = compile(asText(source), 0).exec(asText(text));
      if (match === null) throw new FunctionError("pattern did not match any part of the given string");
      return captures(match, type);
    },
  },
  {
    name: "regexall",
    parameters: [pattern, string],
    returns: ([source]) => ["list", typeof source === "string" ? resultType(source) : "dynamic"],
    implement: ([source, text]) => {
      const type = resultType(asText(source));
      const matches = [...asText(text).matchAll(compile(asText(source), 0, "g"))].map((match) =>
        captures(match, type),
      );
      return withType(matches, ["list", type]);
    },
  },
  {
    name: "replace",
    parameters: [
      { name: "str", type: "string" },
      { name: "substr", type: "string" },
      { name: "replace", type: "string" },
    ],
    returns: "string",
    implement: ([text, part, replacement]) => replace(asText(text), asText(part), asText(replacement)),
  },
];

function compile(source: string, argument: number, flags = ""): RegExp {
  const translated = translateRe2(source);
  if ("problem" in translated)
    throw new FunctionError(`invalid regexp pattern: ${translated.problem}`, argument);
  return new RegExp(translated.source, `u${translated.flags}${flags}`);
}

/** The whole match without groups; a tuple of unnamed groups; an object of named ones. */
function captures(match: RegExpExecArray | RegExpMatchArray, type: Type): Value {
  if (match.groups !== undefined)
    return withType(
      Object.fromEntries(Object.entries(match.groups).map(([name, text]) => [name, text ?? null])),
      type,
    );
  if (match.length === 1) return match[0];
  return withType(
    Array.from({ length: match.length - 1 }, (_, index): Value => match[index + 1] ?? null),
    type,
  );
}

function resultType(source: string): Type {
  const empty = compile(`${source}|`, 0).exec("");
  const groups = empty === null ? 0 : empty.length - 1;
  const names = Object.keys(empty?.groups ?? {});
  if (names.length > 0 && names.length < groups)
    throw new FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0);
  if (names.length > 0) return ["object", Object.fromEntries(names.map((name) => [name, "string"]))];
  return groups === 0 ? "string" : ["tuple", Array.from({ length: groups }, (): Type => "string")];
}

function replace(text: string, part: string, replacement: string): string {
  const inSlashes = /^\/([\s\S]*)\/$/.exec(part)?.[1];
  if (inSlashes === undefined || part.length < 2) return text.replaceAll(part, () => replacement);
  const expression = compile(inSlashes, 1, "g");
  return text.replace(expression, (...groups: unknown[]) => expand(replacement, groups));
}

/** Go's `Regexp.Expand`: `$1`, `${1}`, `$name`; a bare name is as long as it can be; `$$` is a dollar. */
function expand(template: string, groups: readonly unknown[]): string {
  const last = groups.at(-1);
  const named = typeof last === "object" && last !== null ? new Map(Object.entries(last)) : new Map();
  const isNumbered = (index: number) => index < groups.length - (named.size > 0 ? 3 : 2);
  return template.replace(/\$\$|\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === "$$") return "$";
    const name = braced ?? bare ?? "";
    const found = /^\d+$/.test(name)
      ? isNumbered(Number(name))
        ? groups[Number(name)]
        : undefined
      : named.get(name);
    return typeof found === "string" ? found : "";
  });
}
