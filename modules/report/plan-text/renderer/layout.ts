import type { DiffAction } from "../computed/action.js";
import type { RenderOptions } from "./render-options.js";

/** Four columns a level. */
export function indentation(level: number): string {
  return "    ".repeat(level);
}

/** The action's symbol in the four columns before a value. */
export function symbolColumn(action: DiffAction, options: RenderOptions): string {
  const { colors } = options;
  switch (action) {
    case "create":
      return `  ${colors.green("+")} `;
    case "delete":
      return `  ${colors.red("-")} `;
    case "update":
      return `  ${colors.yellow("~")} `;
    case "no-op":
      return "    ";
  }
}

export function arrow(options: RenderOptions): string {
  return options.colors.yellow("->");
}

export function hiddenComment(
  noun: "attribute" | "element" | "block",
  count: number,
  options: RenderOptions,
): string {
  return options.colors.gray(`# (${count} unchanged ${noun}${count === 1 ? "" : "s"} hidden)`);
}

/** Attributes shown even when unchanged, because they tell which object it is. */
export function isImportantAttribute(name: string): boolean {
  return name === "id" || name === "name" || name === "tags";
}

/** An attribute's name as HCL would need it: quoted when it is no identifier. */
export function attributeName(name: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name) ? name : quote(name);
}

/** Keys in the order of their bytes, as Terraform sorts them. */
export function sortedKeys(keys: Iterable<string>): readonly string[] {
  return [...keys].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
}

/** Pads by characters, not by UTF-16 units. */
export function padEnd(text: string, width: number): string {
  const length = [...text].length;
  return length >= width ? text : text + " ".repeat(width - length);
}

const SHORT_ESCAPES: { readonly [character: string]: string } = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
  "\u0007": "\\a",
};

/** Quotes as Go's `%q` does: what cannot be printed is escaped. */
export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) quoted += short;
    else if (character === " " || !/[\p{C}\p{Z}]/u.test(character)) quoted += character;
    else quoted += numericEscape(character.codePointAt(0) ?? 0);
  }
  return `${quoted}"`;
}

function numericEscape(codePoint: number): string {
  const hex = codePoint.toString(16);
  if (codePoint < 0x80) return `\\x${hex.padStart(2, "0")}`;
  return codePoint < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
