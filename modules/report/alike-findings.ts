import type { Finding } from "../policy/index.js";

/** Findings of one rule at one place: one line of a fleet file may stand for a group in every zone. */
export interface AlikeFindings {
  readonly first: Finding;
  readonly findings: readonly Finding[];
}

/** Puts findings together that say the same of the same line; those without a line stay apart. Keeps the order. */
export function alikeFindings(findings: readonly Finding[]): readonly AlikeFindings[] {
  const groups = new Map<string, { first: Finding; findings: Finding[] }>();
  for (const [index, finding] of findings.entries()) {
    const { location, rule, severity, standing } = finding;
    const key =
      location === undefined
        ? String(index)
        : JSON.stringify([rule, severity, standing, location.file, location.line, location.column]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: finding, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}
