import { type Type, type Value, withType } from "../../values/index.js";
import { asText } from "./arguments.js";
import { type FunctionDefinition, FunctionError } from "./function-definition.js";
import { allMatches, compileRe2, type Re2, type Re2Match } from "./re2.js";

const pattern = { name: "pattern", type: "string" } as const;
const string = { name: "string", type: "string" } as const;

/** `regex`, `regexall` and `replace`. */
export const REGEX_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "regex",
    parameters: [pattern, string],
    returns: ([source]) => (typeof source === "string" ? resultType(compileRe2(source, 0)) : "dynamic"),
    implement: ([source, text]) => {
      const expression = compileRe2(asText(source), 0);
      const type = resultType(expression);
      const match = expression.find(asText(text), 0);
      if (match === undefined) throw new FunctionError("pattern did not match any part of the given string");
      return captures(match, expression, type);
    },
  },
  {
    name: "regexall",
    parameters: [pattern, string],
    returns: ([source]) => [
      "list",
      typeof source === "string" ? resultType(compileRe2(source, 0)) : "dynamic",
    ],
    implement: ([source, text]) => {
      const expression = compileRe2(asText(source), 0);
      const type = resultType(expression);
      const matches = [...allMatches(expression, asText(text))];
      return withType(
        matches.map((match) => captures(match, expression, type)),
        ["list", type],
      );
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

/** The whole match without groups; a tuple of unnamed groups; an object of named ones. */
function captures({ groups }: Re2Match, { groupCount, groupNames }: Re2, type: Type): Value {
  const [whole = "", ...inner] = groups;
  if (groupCount === 0) return whole;
  const values = inner.map((text): Value => text ?? null);
  const names = groupNames.slice(1);
  const named = names.flatMap((name, index): [string, Value][] =>
    name === undefined ? [] : [[name, values[index] ?? null]],
  );
  return withType(named.length > 0 ? Object.fromEntries(named) : values, type);
}

function resultType({ groupCount, groupNames }: Re2): Type {
  const names = groupNames.filter((name) => name !== undefined);
  if (names.length > 0 && names.length < groupCount)
    throw new FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0);
  if (names.length > 0) return ["object", Object.fromEntries(names.map((name) => [name, "string"]))];
  return groupCount === 0 ? "string" : ["tuple", Array.from({ length: groupCount }, (): Type => "string")];
}

function replace(text: string, part: string, replacement: string): string {
  const inSlashes = /^\/([\s\S]*)\/$/.exec(part)?.[1];
  if (inSlashes === undefined || part.length < 2) return text.replaceAll(part, () => replacement);
  const expression = compileRe2(inSlashes, 1);
  let replaced = "";
  let done = 0;
  for (const match of allMatches(expression, text)) {
    replaced += text.slice(done, match.start) + expand(replacement, match, expression);
    done = match.end;
  }
  return replaced + text.slice(done);
}

/** Go's `Regexp.Expand`: `$1`, `${1}`, `$name`; a bare name is as long as it can be; `$$` is a dollar. */
function expand(template: string, { groups }: Re2Match, { groupNames }: Re2): string {
  return template.replace(/\$\$|\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === "$$") return "$";
    const name = braced ?? bare ?? "";
    const index = /^\d+$/.test(name) ? Number(name) : groupNames.indexOf(name);
    return groups[index] ?? "";
  });
}
