import { matchesPattern } from "../facts/name-pattern.js";
import { gateFinding } from "../judge/gate-finding.js";
import type { Finding, Waiver } from "../verdict.js";
import type { FindingScope } from "./finding-scope.js";

/**
 * Lays waivers over findings. A waiver that holds marks its findings; one that has expired leaves them as
 * they are and denies in its own right; one that names no known rule, or matches nothing, is a warning.
 * `date` is the day of judging (UTC); a waiver holds through its last day.
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  context: {
    readonly date: string;
    readonly knownRules: ReadonlySet<string>;
    /** Clusters of the fleet that are not judged this time. */
    readonly otherClusters: readonly string[];
    scopeOf(finding: Finding): FindingScope;
  },
): readonly Finding[] {
  if (waivers.length === 0) return findings;
  const byRule = new Map<string, { waiver: Waiver; matched: number; denied: number }[]>();
  const entries = waivers.map((waiver) => ({ waiver, matched: 0, denied: 0 }));
  for (const entry of entries) {
    byRule.set(entry.waiver.rule, [...(byRule.get(entry.waiver.rule) ?? []), entry]);
  }
  const waived = findings.map((finding): Finding => {
    const candidates = byRule.get(finding.rule);
    if (candidates === undefined || finding.rule.startsWith("FW-GATE-")) return finding;
    const scope = context.scopeOf(finding);
    const matching = candidates.filter(({ waiver }) => covers(waiver, scope));
    for (const entry of matching) {
      entry.matched += 1;
      if (finding.severity === "deny") entry.denied += 1;
    }
    const holding = matching.find(({ waiver }) => context.date <= waiver.expires);
    return holding === undefined ? finding : { ...finding, waiver: holding.waiver };
  });
  const own = entries.flatMap(({ waiver, matched, denied }): Finding[] => {
    if (!context.knownRules.has(waiver.rule)) {
      return [
        gateFinding(
          "FW-GATE-003",
          `The waiver of ${waiver.owner} names ${waiver.rule}, and no rule has that id`,
          waiver,
        ),
      ];
    }
    if (matched === 0) {
      // A waiver for a cluster that these plans leave out has nothing to say to them.
      const { cluster } = waiver.scope;
      if (cluster !== undefined && context.otherClusters.some((name) => matchesPattern(name, [cluster])))
        return [];
      return [
        gateFinding(
          "FW-GATE-004",
          `The waiver of ${waiver.owner} for ${waiver.rule} matches no finding`,
          waiver,
        ),
      ];
    }
    if (context.date <= waiver.expires) return [];
    const message = `The waiver of ${waiver.owner} for ${waiver.rule} expired on ${waiver.expires}: ${matched} ${matched === 1 ? "finding counts" : "findings count"} again`;
    return [{ ...gateFinding("FW-GATE-002", message, waiver), severity: denied > 0 ? "deny" : "warn" }];
  });
  return [...waived, ...own];
}

function covers({ scope }: Waiver, subject: FindingScope): boolean {
  return (
    fits(scope.cluster, subject.clusters) &&
    fits(scope.nodeGroup, subject.nodeGroups) &&
    fits(scope.zone, subject.zones)
  );
}

/** A part of the scope that is not given covers everything, also what has no such part. */
function fits(pattern: string | undefined, names: readonly string[]): boolean {
  return pattern === undefined || pattern === "*" || names.some((name) => matchesPattern(name, [pattern]));
}
