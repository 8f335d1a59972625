import type { Verdict } from "../policy/index.js";

/** The verdict in one line, e.g. `Denied: 2 findings deny, 1 warns, 1 is waived; 3 rules could not be decided.` */
export function verdictLine(verdict: Verdict): string {
  const { deny, warn, info, waived, notDecided } = verdict.counts;
  const findings = [
    counted(deny, "denies", "deny"),
    counted(warn, "warns", "warn"),
    counted(info, "informs", "inform"),
    counted(waived, "is waived", "are waived"),
  ].filter((part) => part !== "");
  const [first, ...others] = findings;
  const subject =
    first === undefined
      ? "no findings"
      : first.replace(/^(1) /, "$1 finding ").replace(/^(\d+) (?!finding )/, "$1 findings ");
  const open = notDecided === 0 ? "" : `; ${notDecided} not decided until apply or without live facts`;
  return `${verdict.allowed ? "Allowed" : "Denied"}: ${[subject, ...others].join(", ")}${open}.`;
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
