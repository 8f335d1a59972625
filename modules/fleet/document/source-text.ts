import type { SourceLocation } from "../../diagnostics/index.js";

/** The text of a file with its line starts: turns offsets into lines and columns. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

export function sourceText(file: string, text: string): SourceText {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

/** The place of `text[start..end)`; what reaches over several lines is cut at the end of its first. */
export function locationAt(source: SourceText, start: number, end: number): SourceLocation {
  const line = lineOf(source.lineStarts, start);
  const lineStart = source.lineStarts[line] ?? 0;
  const next = source.lineStarts[line + 1];
  const lineText = source.text.slice(lineStart, next === undefined ? undefined : next - 1).replace(/\r$/, "");
  const column = start - lineStart;
  const endColumn = Math.max(column + 1, Math.min(end - lineStart, lineText.length));
  return { file: source.file, line: line + 1, column: column + 1, endColumn: endColumn + 1, lineText };
}

/** Index of the last line that starts at or before `offset`. */
function lineOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
