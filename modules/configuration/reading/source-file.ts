import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { SourceLocation } from "../../diagnostics/index.js";
import type { Path } from "../../values/index.js";
import type { SourceFile } from "../body.js";

/** A file whose positions are worked out from its text when the first is asked for. */
export function makeSourceFile(name: string, text: string): SourceFile {
  let tree: Node | undefined;
  let lines: readonly string[] | undefined;
  const locateOffsets = (start: number, end: number): SourceLocation => {
    lines ??= text.split("\n");
    const before = text.slice(0, start);
    const line = before.split("\n").length;
    const column = start - (before.lastIndexOf("\n") + 1) + 1;
    const lineText = (lines[line - 1] ?? "").replace(/\r$/, "");
    const endColumn = Math.max(column + 1, Math.min(column + end - start, lineText.length + 1));
    return { file: name, line, column, endColumn, lineText };
  };
  return {
    name,
    locateOffsets,
    locate(path, range) {
      tree ??= parseTree(text);
      const node = tree === undefined ? undefined : nearest(tree, path);
      if (node === undefined) return locateOffsets(0, 0);
      if (range === undefined || node.type !== "string")
        return locateOffsets(node.offset, node.offset + node.length);
      const start = sourceOffset(text, node.offset + 1, range.start);
      return locateOffsets(start, sourceOffset(text, start, range.end - range.start));
    },
  };
}

function nearest(tree: Node, path: Path): Node | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return undefined;
}

/** Where the n-th character of a JSON string stands in the source: an escape is one character, yet two or six there. */
function sourceOffset(text: string, start: number, characters: number): number {
  let offset = start;
  for (let index = 0; index < characters && offset < text.length; index++)
    offset += text[offset] === "\\" ? (text[offset + 1] === "u" ? 6 : 2) : 1;
  return offset;
}
