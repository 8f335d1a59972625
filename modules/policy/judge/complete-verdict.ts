import type { Facts } from "../facts/facts-schema.js";
import type { Finding, FindingSeverity, NotDecided, Verdict } from "../verdict.js";
import { denies } from "./denies.js";

/** Sorts, counts and concludes. */
export function completeVerdict(
  parts: Omit<Verdict, "allowed" | "counts" | "stacks" | "findings"> & {
    readonly findings: readonly Finding[];
    readonly facts: Facts;
    readonly stacks: readonly string[];
  },
): Verdict {
  const { facts, stacks, findings: unsorted, notDecided: open, ...rest } = parts;
  const findings = [...unsorted].sort(compareFindings);
  const denying = findings.filter((finding) => denies(finding, rest.failOn));
  const notDecided = [...open].sort(
    (left, right) => comparePlaces(left, right) || compareText(left.reason, right.reason),
  );
  return {
    allowed: denying.length === 0,
    findings,
    notDecided,
    counts: {
      deny: countOf(findings, "deny"),
      warn: countOf(findings, "warn"),
      info: countOf(findings, "info"),
      waived: findings.filter(({ waiver }) => waiver !== undefined).length,
      notDecided: notDecided.length,
    },
    stacks: Object.fromEntries(stackVerdicts(denying, facts, stacks)),
    ...rest,
  };
}

/** A finding about a cluster denies every plan that speaks of it, one about the fleet denies all. */
function stackVerdicts(
  denying: readonly Finding[],
  facts: Facts,
  stacks: readonly string[],
): [string, { allowed: boolean }][] {
  const byCluster = new Map<string, readonly string[]>();
  for (const { name, key, stacks: own } of facts.clusters) {
    byCluster.set(name ?? key, [...(byCluster.get(name ?? key) ?? []), ...own]);
  }
  const denied = new Set(
    denying.flatMap(({ stack, cluster }) => {
      if (stack !== null) return [stack];
      return cluster === null ? stacks : (byCluster.get(cluster) ?? stacks);
    }),
  );
  return [...stacks].sort(compareText).map((stack) => [stack, { allowed: !denied.has(stack) }]);
}

const severityRank: { readonly [severity in FindingSeverity]: number } = { deny: 0, warn: 1, info: 2 };

function compareFindings(left: Finding, right: Finding): number {
  return (
    Number(left.waiver !== undefined) - Number(right.waiver !== undefined) ||
    severityRank[left.severity] - severityRank[right.severity] ||
    comparePlaces(left, right) ||
    compareText(left.message, right.message)
  );
}

function comparePlaces(left: Finding | NotDecided, right: Finding | NotDecided): number {
  return (
    compareText(left.cluster ?? "", right.cluster ?? "") ||
    compareText(left.stack ?? "", right.stack ?? "") ||
    compareText(left.address ?? "", right.address ?? "") ||
    compareText(left.rule, right.rule)
  );
}

/** By code units, so that the order is the same in every locale. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function countOf(findings: readonly Finding[], severity: FindingSeverity): number {
  return findings.filter((finding) => finding.severity === severity && finding.waiver === undefined).length;
}
