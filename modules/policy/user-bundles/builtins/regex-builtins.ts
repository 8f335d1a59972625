import { type HostBuiltins, isText } from "./host-builtin.js";

export const regexBuiltins: HostBuiltins = {
  "regex.split": (pattern, text) =>
    isText(pattern) && isText(text) ? splitAt(text, expression(pattern)) : undefined,
  "regex.replace": (text, pattern, value) =>
    isText(text) && isText(pattern) && isText(value)
      ? text.replace(expression(pattern), (...match) => expanded(value, match))
      : undefined,
  "regex.find_n": (pattern, text, count) => {
    if (!isText(pattern) || !isText(text) || typeof count !== "number") return undefined;
    const all = [...text.matchAll(expression(pattern))].map(([found]) => found);
    return count < 0 ? all : all.slice(0, count);
  },
  "regex.template_match": (template, text, open, close) => {
    if (!isText(template) || !isText(text) || !isText(open) || !isText(close)) return undefined;
    return expression(`^${templatePattern(template, open, close)}$`).test(text);
  },
};

/**
 * Go's syntax in JavaScript's: flags at the beginning, named groups, POSIX classes, the ends of the text. Throws
 * for what JavaScript cannot express.
 */
function expression(pattern: string): RegExp {
  const [, flags = ""] = /^\(\?([imsU]+)\)/.exec(pattern) ?? [];
  if (flags.includes("U"))
    throw new Error(`the regular expression ${pattern} uses (?U), which is not available here`);
  const source = (flags === "" ? pattern : pattern.slice(flags.length + 3))
    .replace(/\(\?P</g, "(?<")
    .replace(/\\A/g, "(?<![^])")
    .replace(/\\z/g, "(?![^])")
    .replace(/\[:(\^?)(\w+):\]/g, (_, negated: string, name: string) => {
      const members = posixClasses[name];
      if (members === undefined || negated !== "")
        throw new Error(`the class [:${negated}${name}:] is not available here`);
      return members;
    });
  try {
    return new RegExp(source, `gu${flags}`);
  } catch (error) {
    throw new Error(`the regular expression ${pattern} is not available here: ${String(error)}`);
  }
}

const posixClasses: { readonly [name: string]: string } = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  space: "\\t\\n\\v\\f\\r ",
  blank: "\\t ",
  punct: "!-\\/:-@\\[-`\\{-~",
  xdigit: "0-9A-Fa-f",
  word: "0-9A-Za-z_",
};

/** Go's `$1`, `${1}`, `$name` and `$$`. */
function expanded(value: string, match: readonly unknown[]): string {
  const last = match.at(-1);
  const named =
    typeof last === "object" && last !== null ? new Map(Object.entries(last)) : new Map<string, unknown>();
  return value.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === "$$") return "$";
    const name = braced ?? bare ?? "";
    const group = /^\d+$/.test(name) ? match[Number(name)] : named.get(name);
    return isText(group) ? group : "";
  });
}

/** Without the captured groups that JavaScript would put between the parts. */
function splitAt(text: string, pattern: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (found === "" && (index === 0 || index === text.length)) continue;
    parts.push(text.slice(from, index));
    from = index + found.length;
  }
  return [...parts, text.slice(from)];
}

function templatePattern(template: string, open: string, close: string): string {
  let [pattern, rest] = ["", template];
  for (;;) {
    const start = rest.indexOf(open);
    const end = start === -1 ? -1 : rest.indexOf(close, start + open.length);
    if (end === -1) return pattern + quoted(rest);
    pattern += `${quoted(rest.slice(0, start))}(?:${rest.slice(start + open.length, end)})`;
    rest = rest.slice(end + close.length);
  }
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
