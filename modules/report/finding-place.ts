import type { Finding } from "../policy/index.js";

/** `file:line:column` of a finding, where it has a place in a file. */
export function findingPlace(finding: Pick<Finding, "location">): string | null {
  const { location } = finding;
  return location === undefined ? null : `${location.file}:${location.line}:${location.column}`;
}

/** What a finding is about: cluster and address, as far as it has them. */
export function findingSubject(finding: Pick<Finding, "cluster" | "stack" | "address">): string {
  const where = finding.cluster ?? finding.stack;
  if (where === null) return finding.address ?? "the fleet";
  return finding.address === null ? where : `${where}: ${finding.address}`;
}
