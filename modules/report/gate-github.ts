import type { Finding } from "../policy/index.js";
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
  const active = verdict.findings.filter(({ waiver }) => waiver === undefined);
  const levels = [
    { command: "error", findings: active.filter(({ severity }) => severity === "deny") },
    { command: "warning", findings: active.filter(({ severity }) => severity === "warn") },
    { command: "notice", findings: active.filter(({ severity }) => severity === "info") },
  ];
  const lines = levels.flatMap(({ command, findings }) =>
    findings.slice(0, shownPerLevel).map((finding) => annotation(command, finding)),
  );
  const hidden = levels.reduce((sum, { findings }) => sum + Math.max(0, findings.length - shownPerLevel), 0);
  const rest = hidden === 0 ? "" : ` ${hidden} more in the job summary.`;
  return [...lines, `${verdictLine(verdict)}${rest}`, ""].join("\n");
}

function annotation(command: string, finding: Finding): string {
  const { location, rule, title, message, recommendedAction } = finding;
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
  const text = `${findingSubject(finding)}\n${message}\n${recommendedAction}`;
  return `::${command} ${properties}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
