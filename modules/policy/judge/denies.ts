import type { Finding } from "../verdict.js";

/** Whether a finding denies: a waived one never does. */
export function denies(finding: Finding, failOn: "deny" | "warn"): boolean {
  if (finding.waiver !== undefined) return false;
  return finding.severity === "deny" || (failOn === "warn" && finding.severity === "warn");
}
