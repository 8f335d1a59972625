import { FunctionError } from "./function-definition.js";

/** A `fileset` pattern: `*`, `?`, `**` over folders, `{a,b}`, `[a-z]`. */
export function globToRegExp(pattern: string): RegExp {
  let source = "";
  let position = 0;
  while (position < pattern.length) {
    const rest = pattern.slice(position);
    const match = /^(?:\*\*\/|\*\*|\*|\?|\[\^?[^\]]+\]|\{[^{}]*\}|\\[\s\S]|[\s\S])/.exec(rest);
    const [piece = ""] = match ?? [];
    source += translate(piece);
    position += Math.max(piece.length, 1);
  }
  try {
    return new RegExp(`^${source}$`, "u");
  } catch {
    throw new FunctionError(`failed to glob pattern (${pattern}): syntax error in pattern`, 1);
  }
}

function translate(piece: string): string {
  if (piece === "**/") return "(?:.*/)?";
  if (piece === "**") return ".*";
  if (piece === "*") return "[^/]*";
  if (piece === "?") return "[^/]";
  if (piece.length > 1 && piece.startsWith("[")) return piece;
  if (piece.length > 1 && piece.startsWith("{")) {
    const choices = piece.slice(1, -1).split(",");
    return `(?:${choices.map((choice) => globToRegExp(choice).source.slice(1, -1)).join("|")})`;
  }
  const [character = ""] = piece.startsWith("\\") ? piece.slice(1) : piece;
  return character.replace(/[$(-+./?[-^{|}]/, "\\$&");
}
