import type { Finding, NotDecided } from "../policy/index.js";
import { findingPlace, findingSubject } from "./finding-place.js";
import type { GateReport } from "./gate-report.js";
import { verdictLine } from "./verdict-line.js";

/** For people: findings with their place and what to do, what was not decided, and the verdict last. */
export function gateText({ verdict }: GateReport): string {
  const active = verdict.findings.filter(({ waiver }) => waiver === undefined);
  const waived = verdict.findings.filter(({ waiver }) => waiver !== undefined);
  const blocks = [
    ...groupAlike(active).map(findingBlock),
    ...(waived.length === 0 ? [] : [`Waived:\n${waived.map(waivedLines).join("\n")}`]),
    ...(verdict.notDecided.length === 0 ? [] : [notDecidedBlock(verdict.notDecided)]),
    verdictLine(verdict),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Findings of one rule and severity stand together, so that the advice is given once. */
function groupAlike(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.rule}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function findingBlock(findings: readonly Finding[]): string {
  const [first] = findings;
  if (first === undefined) return "";
  const shown = first.severity === "deny" ? findings : findings.slice(0, ALIKE_SHOWN);
  const hidden = findings.length - shown.length;
  const lines = shown.flatMap((finding) => {
    const place = findingPlace(finding);
    const standing = finding.standing ? " (as it was before)" : "";
    return [
      `  ${finding.message}${standing}`,
      `    ${place === null ? findingSubject(finding) : `${place}  ${findingSubject(finding)}`}`,
    ];
  });
  return [
    `${labels[first.severity]}  ${first.rule}  ${first.title}`,
    ...lines,
    ...(hidden === 0 ? [] : [`  … and ${hidden} more of the kind`]),
    ...(first.recommendedAction === "" ? [] : [`  → ${first.recommendedAction}`]),
  ].join("\n");
}

/** Warnings of one rule that are shown; a fleet has hundreds of a kind. What denies is always shown. */
const ALIKE_SHOWN = 3;

const labels = { deny: "DENY", warn: "WARN", info: "INFO" } as const;

function waivedLines(finding: Finding): string {
  const { waiver } = finding;
  const terms = waiver === undefined ? "" : `by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`;
  return `  ${finding.rule}  ${finding.message}\n    ${terms}`;
}

/** One line per rule and reason; a large fleet would otherwise say the same thing a thousand times. */
function notDecidedBlock(open: readonly NotDecided[]): string {
  const groups = new Map<string, { rule: string; reason: string; subjects: string[] }>();
  for (const each of open) {
    const key = `${each.rule} ${each.reason}`;
    const group = groups.get(key) ?? { rule: each.rule, reason: each.reason, subjects: [] };
    group.subjects.push(findingSubject(each));
    groups.set(key, group);
  }
  const lines = [...groups.values()].map(({ rule, reason, subjects }) => {
    const [first] = subjects;
    const rest = subjects.length > 1 ? ` and ${subjects.length - 1} more` : "";
    return `  ${rule}  ${reason} (${first}${rest})`;
  });
  return `Not decided:\n${lines.join("\n")}`;
}
