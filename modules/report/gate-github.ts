import { denies, type Finding, type Verdict } from "../policy/index.js";
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
  const levels = (["error", "warning", "notice"] as const).map((command) => ({
    command,
    findings: active.filter(({ first }) => commandOf(first, verdict.failOn) === command),
  }));
  const lines = levels.flatMap(({ command, findings }) =>
    findings.slice(0, shownPerLevel).map((alike) => annotation(command, alike)),
  );
  const hidden = levels.reduce((sum, { findings }) => sum + Math.max(0, findings.length - shownPerLevel), 0);
  const rest = hidden === 0 ? "" : ` ${hidden} more in the job summary.`;
  return [...lines, `${verdictLine(verdict)}${rest}`, ""].join("\n");
}

/** What denies is an error, a warning too where warnings deny. */
function commandOf(finding: Finding, failOn: Verdict["failOn"]): "error" | "warning" | "notice" {
  if (denies(finding, failOn)) return "error";
  return finding.severity === "info" ? "notice" : "warning";
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
