import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import type { Finding, FindingSeverity, RuleMetadata } from "../policy/index.js";
import { findingSubject } from "./finding-place.js";
import type { GateReport } from "./gate-report.js";

const informationUri = "https://www.openpolicyagent.org/docs/latest/";

/** SARIF 2.1.0: for code scanning. Fingerprints stay the same while a line moves. */
export function gateSarif({ verdict, rules }: GateReport): string {
  const used = rulesOf(rules, verdict.findings);
  const indexes = new Map(used.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Fleetwright", informationUri, rules: used.map(ruleDescriptor) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { PROJECTROOT: { description: { text: "The project's root folder." } } },
        results: verdict.findings.map((finding) => result(finding, indexes.get(finding.rule) ?? -1)),
        invocations: [{ executionSuccessful: true, exitCode: verdict.allowed ? 0 : 3 }],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

type ReportedRule = Pick<
  RuleMetadata,
  "id" | "title" | "description" | "severity" | "recommendedAction" | "links"
>;

/** Every known rule, and those of the user's own bundles that found something. */
function rulesOf(rules: readonly RuleMetadata[], findings: readonly Finding[]): readonly ReportedRule[] {
  const all = new Map<string, ReportedRule>(rules.map((rule) => [rule.id, rule]));
  for (const { rule, title, severity, recommendedAction, links } of findings) {
    if (all.has(rule)) continue;
    all.set(rule, { id: rule, title, description: title, severity, recommendedAction, links });
  }
  return [...all.values()];
}

function ruleDescriptor(rule: ReportedRule): object {
  const help = `${rule.description}\n\nWhat to do: ${rule.recommendedAction}`;
  const links = rule.links.map((link) => `- <${link}>`).join("\n");
  const [helpUri] = rule.links;
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.description },
    help: { text: help, markdown: links === "" ? help : `${help}\n\n${links}` },
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: levels[rule.severity] },
  };
}

const levels: { readonly [severity in FindingSeverity]: string } = {
  deny: "error",
  warn: "warning",
  info: "note",
};

function result(finding: Finding, ruleIndex: number): object {
  const { waiver } = finding;
  return {
    ruleId: finding.rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: levels[finding.severity],
    message: { text: `${finding.message}\n${finding.recommendedAction}`.trim() },
    locations: [locationOf(finding)],
    partialFingerprints: { "fleetwright/v1": fingerprint(finding) },
    ...(waiver !== undefined && {
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: `${waiver.owner}, until ${waiver.expires}: ${waiver.reason}`,
        },
      ],
    }),
  };
}

/** Code scanning shows only results with a file; where there is no line, the logical place stands alone. */
function locationOf(finding: Finding): object {
  const { location } = finding;
  const logical = { logicalLocations: [{ fullyQualifiedName: findingSubject(finding), kind: "resource" }] };
  if (location === undefined) return logical;
  return {
    physicalLocation: {
      artifactLocation: {
        uri: uriOf(location.file),
        ...(!isAbsolute(location.file) && { uriBaseId: "PROJECTROOT" }),
      },
      region: {
        startLine: location.line,
        startColumn: location.column,
        ...(location.endColumn !== undefined && { endColumn: location.endColumn }),
      },
    },
    ...logical,
  };
}

function uriOf(file: string): string {
  const path = isAbsolute(file) ? file : relative(".", file);
  return path.split(sep).map(encodeURIComponent).join("/");
}

/** Of what the finding says, never of where it stands, so that it outlives moved lines. */
function fingerprint(finding: Finding): string {
  const identity = JSON.stringify([
    finding.rule,
    finding.cluster,
    finding.stack,
    finding.address,
    finding.attribute,
  ]);
  return createHash("sha256").update(identity).digest("hex");
}
