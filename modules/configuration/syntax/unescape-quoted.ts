import { TemplateSyntaxError } from "./template-syntax-error.js";

const SIMPLE: { readonly [selector: string]: string } = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const SEQUENCE = /\$\$\{|%%\{|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/** Undoes the escapes of a quoted string: `\n`, `\"`, `\u00e9`, `$${`, `%%{`. `offset` is where `text` starts. */
export function unescapeQuoted(text: string, offset: number): string {
  if (!text.includes("\\") && !text.includes("{")) return text;
  return text.replace(
    SEQUENCE,
    (match: string, short?: string, long?: string, selector?: string, ...rest) => {
      if (match === "$${") return "${";
      if (match === "%%{") return "%{";
      const code = short ?? long;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      const plain = selector === undefined ? undefined : SIMPLE[selector];
      if (plain !== undefined) return plain;
      const start = offset + Number(rest[0]);
      throw new TemplateSyntaxError(
        "Invalid escape sequence",
        `The symbol ${JSON.stringify(selector)} is not a valid escape sequence selector.`,
        { start, end: start + match.length },
      );
    },
  );
}
