import type { ClusterFacts, Facts } from "../facts/facts-schema.js";
import type { FleetContext } from "../fleet-context.js";
import type { RuleResults } from "../host/evaluate-rules.js";
import type { RuleMetadata } from "../rules/rule-metadata.js";
import type { Finding, FindingSeverity, NotDecided } from "../verdict.js";

/** Makes findings of what the rules report: adds the rule's metadata, the severity and the line. */
export function buildFindings(
  results: RuleResults,
  facts: Facts,
  rules: ReadonlyMap<string, RuleMetadata>,
  locate: FleetContext["locate"] | undefined,
): { readonly findings: readonly Finding[]; readonly notDecided: readonly NotDecided[] } {
  const clusters = new Map(facts.clusters.map((cluster) => [cluster.key, cluster]));
  const findings = results.findings.map(({ rule, finding }): Finding => {
    const metadata = rules.get(rule);
    const cluster = finding.cluster === undefined ? undefined : clusters.get(finding.cluster);
    const place = placeOf(finding, cluster);
    const location =
      place.stack === null ? undefined : locate?.(place.stack, place.address, finding.attribute);
    return {
      rule,
      title: metadata?.title ?? rule,
      severity: severityOf(finding.severity ?? metadata?.severity ?? "deny", finding.standing),
      message: finding.message,
      recommendedAction: metadata?.recommendedAction ?? "",
      links: metadata?.links ?? [],
      ...place,
      ...(finding.attribute && { attribute: finding.attribute }),
      standing: finding.standing,
      ...(location && { location }),
    };
  });
  const notDecided = results.undecided.map(({ rule, undecided }): NotDecided => {
    const cluster = undecided.cluster === undefined ? undefined : clusters.get(undecided.cluster);
    return { rule, ...placeOf(undecided, cluster), reason: undecided.reason };
  });
  return { findings, notDecided };
}

/** A cluster that one plan alone speaks of belongs to that plan. */
function placeOf(
  subject: { readonly stack?: string | undefined; readonly address?: string | undefined },
  cluster: ClusterFacts | undefined,
): Pick<Finding, "cluster" | "stack" | "address"> {
  const only = cluster?.stacks.length === 1 ? cluster.stacks[0] : undefined;
  return {
    cluster: cluster === undefined ? null : (cluster.name ?? cluster.key),
    stack: subject.stack ?? only ?? null,
    address: subject.address ?? null,
  };
}

function severityOf(severity: FindingSeverity, standing: boolean): FindingSeverity {
  return standing && severity === "deny" ? "warn" : severity;
}
