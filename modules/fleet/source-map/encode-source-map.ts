import type { SourceLocation } from "../../diagnostics/index.js";
import type { SourceMap } from "./source-map.js";

/**
 * The source map as JSON text. A fleet has hundreds of thousands of places on few lines: each place is kept as
 * `[file, line, column, end column]`, and each line's text once. The same source map gives the same bytes.
 */
export function encodeSourceMap(map: SourceMap): string {
  const fileIndex = new Map<string, number>();
  const lines: Record<string, string>[] = [];
  const place = (location: SourceLocation): number[] => {
    let index = fileIndex.get(location.file);
    if (index === undefined) {
      index = fileIndex.size;
      fileIndex.set(location.file, index);
      lines.push({});
    }
    if (location.lineText !== undefined) Reflect.set(lines[index] ?? {}, location.line, location.lineText);
    return [
      index,
      location.line,
      location.column,
      ...(location.endColumn === undefined ? [] : [location.endColumn]),
    ];
  };
  const encoded: unknown = encodeValue(map, place);
  const sources = [...fileIndex.keys()].map((file, index) => ({ file, lines: lines[index] }));
  return `${JSON.stringify({ formatVersion: 1, sources, map: encoded })}\n`;
}

function encodeValue(value: unknown, place: (location: SourceLocation) => number[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => encodeValue(item, place));
  if (isLocation(value)) return { at: place(value) };
  // A policy parameter's value is the user's: whatever it looks like, it holds no places.
  const inside = (key: string, item: unknown) => (key === "value" ? item : encodeValue(item, place));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(key, item)]));
}

function isLocation(value: object): value is SourceLocation {
  return "file" in value && "line" in value && "column" in value && typeof value.line === "number";
}
