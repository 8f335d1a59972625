import type { Diagnostic, SourceLocation } from "../../diagnostics/index.js";
import { type Colors, colorsFor } from "../plan-text/renderer/colors.js";
import { wordWrap } from "../plan-text/word-wrap.js";

export interface RenderDiagnosticsOptions {
  readonly color: boolean;
  readonly columns: number;
}

/**
 * The text of diagnostics: headline, place, the offending line with a caret below the offending part, and
 * what to do. Each ends with an empty line.
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: RenderDiagnosticsOptions,
): string {
  const colors = colorsFor(options.color);
  return diagnostics.map((diagnostic) => renderOne(diagnostic, colors, options.columns)).join("");
}

function renderOne(diagnostic: Diagnostic, colors: Colors, columns: number): string {
  const error = diagnostic.severity === "error";
  const paint = error ? colors.red : colors.yellow;
  const headline = `${paint(colors.bold(error ? "Error:" : "Warning:"))} ${colors.bold(diagnostic.summary)}`;
  const blocks = [
    `${headline} ${colors.gray(`(${diagnostic.code})`)}`,
    ...placeLines(diagnostic, colors, paint),
    ...detailLines(diagnostic, columns),
  ];
  return `${blocks.join("\n\n")}\n\n`;
}

function placeLines(
  diagnostic: Diagnostic,
  colors: Colors,
  paint: (text: string) => string,
): readonly string[] {
  const { location, address } = diagnostic;
  if (location === undefined) return address === undefined ? [] : [`  with ${address}`];
  const place = `  ${colors.cyan(`${location.file}:${location.line}:${location.column}`)}`;
  const subject = address === undefined ? "" : `, with ${address}`;
  const frame = codeFrame(location, colors, paint);
  return [frame === undefined ? place + subject : `${place}${subject}\n${frame}`];
}

/** The offending line under its number, and carets below the part meant. */
function codeFrame(
  location: SourceLocation,
  colors: Colors,
  paint: (text: string) => string,
): string | undefined {
  if (location.lineText === undefined) return undefined;
  const number = String(location.line);
  const gutter = " ".repeat(number.length);
  // Tabs are kept before the caret, so that it stands right whatever their width.
  const before = location.lineText.slice(0, location.column - 1).replaceAll(/[^\t]/g, " ");
  const rest = location.lineText.length - (location.column - 1);
  const wanted = (location.endColumn ?? location.column + 1) - location.column;
  const carets = "^".repeat(Math.max(1, Math.min(wanted, Math.max(rest, 1))));
  return [
    `  ${colors.gray(`${number} |`)} ${location.lineText}`,
    `  ${colors.gray(`${gutter} |`)} ${before}${paint(carets)}`,
  ].join("\n");
}

function detailLines(diagnostic: Diagnostic, columns: number): readonly string[] {
  const parts: string[] = [];
  if (diagnostic.detail !== undefined && diagnostic.detail !== "") parts.push(diagnostic.detail);
  if (diagnostic.aws !== undefined) {
    const { operation, requestId, errorCode } = diagnostic.aws;
    const code = errorCode === undefined ? "" : ` answered ${errorCode}`;
    const id = requestId === undefined ? "" : ` (request id ${requestId})`;
    parts.push(`AWS ${operation}${code}${id}.`);
  }
  return parts.map((part) => indent(wordWrap(part, Math.max(columns - 2, 0))));
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : `  ${line}`))
    .join("\n");
}
