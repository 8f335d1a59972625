import type { SourceLocation } from "../../diagnostics/index.js";

/** A file that places are looked for in. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The place of `length` characters of a text, counted from `offset`. */
export function placeInText(file: SourceFile, offset: number, length: number): SourceLocation {
  const starts = lineStarts.get(file) ?? startsOf(file.text);
  lineStarts.set(file, starts);
  const line = lastAtMost(starts, offset);
  const start = starts[line] ?? 0;
  const end = starts[line + 1] ?? file.text.length + 1;
  const column = offset - start + 1;
  return {
    file: file.path,
    line: line + 1,
    column,
    endColumn: column + length,
    lineText: file.text.slice(start, end - 1),
  };
}

/** Counted once a file: one with many findings is asked often. */
const lineStarts = new WeakMap<SourceFile, readonly number[]>();

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last of `ascending` that is not above `value`. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
