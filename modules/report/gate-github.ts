import { type AlikeFindings, alikeFindings } from "./alike-findings.js";
import { findingSubject } from "./finding-place.js";
import type { GateReport } from "./gate-report.js";
import { verdictLine } from "./verdict-line.js";

/** GitHub shows at most ten annotations of each level a step, and drops the rest without a word. */
const shownPerLevel = 10;

/**
 * GitHub workflow commands, one annotation a line: the worst ten of each level, at their lines in the fleet
 * file. What does not fit is counted in the last line; the whole is in the Markdown report.
 */
export function gateGithub({ verdict }: GateReport): string {
  const active = alikeFindings(verdict.findings.filter(({ waiver }) => waiver === undefined));
  const levels = [
    { command: "error", findings: active.filter(({ first }) => first.severity === "deny") },
    { command: "warning", findings: active.filter(({ first }) => first.severity === "warn") },
    { command: "notice", findings: active.filter(({ first }) => first.severity === "info") },
  ];
  const lines = levels.flatMap(({ command, findings }) =>
    findings.slice(0, shownPerLevel).map((alike) => annotation(command, alike)),
  );
  const hidden = levels.reduce((sum, { findings }) => sum + Math.max(0, findings.length - shownPerLevel), 0);
  const rest = hidden === 0 ? "" : ` ${hidden} more in the job summary.`;
  return [...lines, `${verdictLine(verdict)}${rest}`, ""].join("\n");
}

function annotation(command: string, { first, findings }: AlikeFindings): string {
  const { location, rule, title, message, recommendedAction } = first;
  const place =
    location === undefined
      ? []
      : [
          `file=${escapeProperty(location.file)}`,
          `line=${location.line}`,
          `col=${location.column}`,
          ...(location.endColumn === undefined ? [] : [`endColumn=${location.endColumn}`]),
        ];
  const properties = [...place, `title=${escapeProperty(`${rule}: ${title}`)}`].join(",");
  const others = findings.length === 1 ? "" : `\n(and ${findings.length - 1} more like it)`;
  const text = `${findingSubject(first)}\n${message}${others}\n${recommendedAction}`;
  return `::${command} ${properties}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
