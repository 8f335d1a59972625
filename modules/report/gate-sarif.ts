import { createHash } from "node:crypto";
import { isAbsolute, sep } from "node:path";
import type { Finding, FindingSeverity, RuleMetadata, Verdict } from "../policy/index.js";
import { findingSubject } from "./finding-place.js";
import type { GateReport } from "./gate-report.js";

/** Code scanning refuses a run with more results. */
const mostResults = 25_000;

/** SARIF 2.1.0: for code scanning. Fingerprints stay the same while a line moves. */
export function gateSarif({ verdict, rules }: GateReport): string {
  const used = rulesOf(rules, verdict.findings);
  const indexes = new Map(used.map(({ id }, index) => [id, index]));
  const occurrences = new Map<string, number>();
  const results = verdict.findings
    .slice(0, mostResults)
    .map((finding) => result(finding, indexes.get(finding.rule) ?? -1, occurrences));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Fleetwright", rules: used.map(ruleDescriptor) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { PROJECTROOT: { description: { text: "The project's root folder." } } },
        results,
        invocations: [
          {
            executionSuccessful: true,
            exitCode: verdict.allowed ? 0 : 3,
            toolExecutionNotifications: notifications(verdict, indexes),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What a reader of the results alone would miss: rules that were not decided, and results that are left out. */
function notifications(verdict: Verdict, indexes: ReadonlyMap<string, number>): object[] {
  const open = new Map<string, { readonly rule: string; readonly reason: string; count: number }>();
  for (const { rule, reason } of verdict.notDecided) {
    const group = open.get(`${rule} ${reason}`) ?? { rule, reason, count: 0 };
    group.count += 1;
    open.set(`${rule} ${reason}`, group);
  }
  const left = verdict.findings.length - mostResults;
  return [
    ...[...open.values()].map(({ rule, reason, count }) => ({
      level: "note",
      message: { text: `Not decided${count === 1 ? "" : ` (${count} times)`}: ${reason}` },
      associatedRule: { id: rule, index: indexes.get(rule) ?? -1 },
    })),
    ...(left > 0
      ? [
          {
            level: "warning",
            message: {
              text: `${left} of ${verdict.findings.length} findings are left out, the least severe.`,
            },
          },
        ]
      : []),
  ];
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

function result(finding: Finding, ruleIndex: number, occurrences: Map<string, number>): object {
  const { waiver } = finding;
  const identity = identityOf(finding);
  const occurrence = (occurrences.get(identity) ?? 0) + 1;
  occurrences.set(identity, occurrence);
  return {
    ruleId: finding.rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: levels[finding.severity],
    message: { text: `${finding.message}\n${finding.recommendedAction}`.trim() },
    locations: [locationOf(finding)],
    partialFingerprints: { "fleetwright/v1": fingerprint(identity, occurrence) },
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
  return file.split(sep).map(encodeURIComponent).join("/");
}

/** Of what the finding says, never of where it stands, so that it outlives moved lines. */
function identityOf(finding: Finding): string {
  const { rule, cluster, stack, address, attribute } = finding;
  // Rules of the gate itself and of the user's own tell their findings apart by their words alone.
  const words = rule.startsWith("FW-") && address !== null ? [] : [finding.message.replace(/\d+/g, "#")];
  return JSON.stringify([rule, cluster, stack, address, attribute, ...words]);
}

/** Several findings of the same kind at the same place are told apart by their order. */
function fingerprint(identity: string, occurrence: number): string {
  return createHash("sha256")
    .update(identity)
    .digest("hex")
    .concat(occurrence === 1 ? "" : `:${occurrence}`);
}
