/** A pattern in JavaScript's syntax (for the `u` flag), or why it cannot be one. */
export type Translated = { readonly source: string; readonly flags: string } | { readonly problem: string };

const POSIX: { readonly [name: string]: string } = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/**
 * Translates Go's RE2 syntax, which Terraform uses. Both engines prefer the leftmost match and the earlier
 * alternative, so what can be written in both means the same in both. RE2 has no lookaround and no
 * back-references; flags in the middle of a pattern and `(?U)` have no counterpart here: these are refused.
 */
export function translateRe2(pattern: string): Translated {
  const leading = /^\(\?([ims]+)\)/.exec(pattern);
  const flags = leading?.[1] ?? "";
  let source = "";
  let position = leading?.[0].length ?? 0;
  while (position < pattern.length) {
    const piece = nextPiece(pattern, position, flags);
    if (typeof piece === "string") return { problem: piece };
    source += piece.source;
    position += piece.length;
  }
  const known = [...new Set(flags)].join("");
  try {
    new RegExp(source, `u${known}`);
  } catch {
    return {
      problem: `the pattern ${JSON.stringify(pattern)} is not valid, or uses syntax that is not supported here`,
    };
  }
  return { source, flags: known };
}

interface Piece {
  readonly source: string;
  readonly length: number;
}

/** The next piece translated, or a problem. */
function nextPiece(pattern: string, position: number, flags: string): Piece | string {
  const rest = pattern.slice(position);
  if (rest.startsWith("(?")) return group(rest);
  if (rest.startsWith("[")) return characterClass(rest);
  if (rest.startsWith("\\")) return escapeSequence(rest, false);
  const repetition = /^(?:[*+?]|\{\d+(?:,\d*)?\})[?]?/.exec(rest);
  if (repetition !== null) return { source: repetition[0], length: repetition[0].length };
  if (rest.startsWith("$") && !flags.includes("m")) return { source: "(?![\\s\\S])", length: 1 };
  if (rest.startsWith(".") && !flags.includes("s")) return { source: "[^\\n]", length: 1 };
  if (/^[{}\]]/.test(rest)) return { source: `\\${rest[0]}`, length: 1 };
  const [character = ""] = rest;
  return { source: character, length: character.length };
}

function group(rest: string): Piece | string {
  const named = /^\(\?P?<([A-Za-z_]\w*)>/.exec(rest);
  if (named !== null) return { source: `(?<${named[1]}>`, length: named[0].length };
  if (rest.startsWith("(?:")) return { source: "(?:", length: 3 };
  return `${JSON.stringify(rest.slice(0, 4))}: lookaround is no RE2 syntax, and flags inside a pattern are not supported here; put (?i), (?s) or (?m) at its very beginning`;
}

function escapeSequence(rest: string, inClass: boolean): Piece | string {
  const [, next = ""] = rest;
  const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
  if (quoted !== null)
    return { source: (quoted[1] ?? "").replace(/[$(-+./?[-^{|}-]/g, "\\$&"), length: quoted[0].length };
  const hex = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(rest);
  if (hex !== null) return { source: `\\u{${hex[1] ?? hex[2]}}`, length: hex[0].length };
  const property = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/.exec(rest);
  if (property !== null) return { source: unicodeClass(property), length: property[0].length };
  if (!inClass && next === "A") return { source: "(?<![\\s\\S])", length: 2 };
  if (!inClass && next === "z") return { source: "(?![\\s\\S])", length: 2 };
  if (next === "a") return { source: "\\x07", length: 2 };
  if (next === "s" || next === "S") return { source: spaceClass(next, inClass), length: 2 };
  if ("dDwWtnrfv".includes(next)) return { source: `\\${next}`, length: 2 };
  if (!inClass && (next === "b" || next === "B")) return { source: `\\${next}`, length: 2 };
  if (/\d/.test(next)) return "back-references are no RE2 syntax";
  if (/^[!-/:-@[-`{-~]$/.test(next)) return { source: literal(next), length: 2 };
  return `invalid escape sequence ${JSON.stringify(rest.slice(0, 2))}`;
}

function literal(character: string): string {
  return /[$(-+./?[-^{|}-]/.test(character) ? `\\${character}` : character;
}

/** RE2's `\s` is ASCII without vertical tab; JavaScript's is all of Unicode. */
function spaceClass(letter: string, inClass: boolean): string {
  if (letter === "S") return inClass ? "\\S" : "[^\\t\\n\\f\\r ]";
  return inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]";
}

function unicodeClass([, letter = "p", negated = "", long, short]: RegExpExecArray): string {
  const name = long ?? short ?? "";
  const isNegated = (letter === "P") !== (negated === "^");
  const property = name.length <= 2 ? name : `Script=${name}`;
  return `\\${isNegated ? "P" : "p"}{${property}}`;
}

function characterClass(rest: string): Piece | string {
  let position = 1;
  let source = "[";
  if (rest[position] === "^") {
    source += "^";
    position++;
  }
  for (let first = true; position < rest.length; first = false) {
    const tail = rest.slice(position);
    if (tail.startsWith("]") && !first) return { source: `${source}]`, length: position + 1 };
    const posix = /^\[:(\^?)(\w+):\]/.exec(tail);
    if (posix !== null) {
      const set = POSIX[posix[2] ?? ""];
      if (set === undefined || posix[1] === "^")
        return `unsupported character class ${JSON.stringify(posix[0])}`;
      source += set;
      position += posix[0].length;
    } else if (tail.startsWith("\\")) {
      const piece = escapeSequence(tail, true);
      if (typeof piece === "string") return piece;
      source += piece.source === "-" ? "\\-" : piece.source;
      position += piece.length;
    } else {
      const [character = ""] = [...tail];
      source += "[]^".includes(character) ? `\\${character}` : character;
      position += character.length;
    }
  }
  return "missing closing ]";
}
