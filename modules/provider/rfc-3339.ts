import type { Validator } from "./schema.js";

/** Go's layout of RFC 3339, piece by piece. */
const PIECES: readonly (readonly [layout: string, pattern: RegExp])[] = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d{2}/],
  ["-", /^-/],
  ["02", /^\d{2}/],
  ["T", /^T/],
  ["15", /^\d{2}/],
  [":", /^:/],
  ["04", /^\d{2}/],
  [":", /^:/],
  ["05", /^\d{2}(?:[.,]\d+)?/],
  ["Z07:00", /^(?:Z|[+-]\d{2}:\d{2})/],
];

/** `validation.IsRFC3339Time`, with what Go's `time.Parse` has to say. */
export const rfc3339: Validator = (value, path) => {
  if (typeof value !== "string") return undefined;
  const problem = parseProblem(value);
  return problem === undefined
    ? undefined
    : `expected ${JSON.stringify(path)} to be a valid RFC3339 date, got ${JSON.stringify(value)}: ${problem}`;
};

function parseProblem(text: string): string | undefined {
  const shown = JSON.stringify(text);
  const parts: string[] = [];
  let rest = text;
  for (const [layout, pattern] of PIECES) {
    const part = pattern.exec(rest)?.[0];
    if (part === undefined)
      return `parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(layout)}`;
    const range = rangeProblem(layout, part);
    if (range !== undefined) return `parsing time ${shown}: ${range} out of range`;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  if (rest !== "") return `parsing time ${shown}: extra text: ${JSON.stringify(rest)}`;
  const [year, , month, , day] = parts.map(Number);
  const days = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  return day === undefined || day < 1 || day > days ? `parsing time ${shown}: day out of range` : undefined;
}

function rangeProblem(layout: string, part: string): string | undefined {
  const number = Number.parseInt(part, 10);
  if (layout === "01" && (number < 1 || number > 12)) return "month";
  if (layout === "15" && number > 23) return "hour";
  if (layout === "04" && number > 59) return "minute";
  return layout === "05" && number > 59 ? "second" : undefined;
}
