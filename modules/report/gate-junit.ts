import { denies, type Finding, type NotDecided, type RuleMetadata, type Verdict } from "../policy/index.js";
import { findingPlace, findingSubject } from "./finding-place.js";
import type { GateReport } from "./gate-report.js";

/** JUnit XML: a suite per stack, that is per cluster, a case per rule; a case fails with a finding that denies, and is skipped where it was not decided. */
export function gateJunit({ verdict, rules }: GateReport): string {
  const suites = new Map<string, { findings: Finding[]; open: NotDecided[] }>();
  const suiteOf = (stack: string | null): { findings: Finding[]; open: NotDecided[] } => {
    const name = stack ?? "fleet";
    const known = suites.get(name) ?? { findings: [], open: [] };
    suites.set(name, known);
    return known;
  };
  for (const stack of Object.keys(verdict.stacks)) suiteOf(stack);
  for (const finding of verdict.findings) suiteOf(finding.stack ?? finding.cluster).findings.push(finding);
  for (const open of verdict.notDecided) suiteOf(open.stack ?? open.cluster).open.push(open);
  const texts = [...suites]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, suite]) => suiteOfCluster(name, suite, rules, verdict.failOn));
  const total = (key: "tests" | "failures"): string =>
    String(texts.reduce((sum, suite) => sum + suite[key], 0));
  const attributes = {
    name: "fleetwright gate",
    tests: total("tests"),
    failures: total("failures"),
    errors: "0",
  };
  const body = `\n${texts.map(({ text }) => text).join("")}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, null, body)}\n`;
}

interface Suite {
  readonly text: string;
  readonly tests: number;
  readonly failures: number;
}

function suiteOfCluster(
  name: string,
  suite: { readonly findings: readonly Finding[]; readonly open: readonly NotDecided[] },
  rules: readonly RuleMetadata[],
  failOn: Verdict["failOn"],
): Suite {
  const known = new Map(rules.map((rule) => [rule.id, rule.title]));
  for (const { rule, title } of suite.findings) if (!known.has(rule)) known.set(rule, title);
  const cases = [...known].map(([id, title]) => {
    const findings = suite.findings.filter(({ rule }) => rule === id);
    const failing = findings.filter((finding) => denies(finding, failOn));
    const open = suite.open.filter(({ rule }) => rule === id);
    const body = [
      ...failing.map((finding) => element("failure", { message: finding.message }, detailOf(finding))),
      ...(failing.length === 0 && findings.length === 0 && open.length > 0
        ? [element("skipped", {}, open.map(({ reason }) => reason).join("; "))]
        : []),
      ...findings
        .filter((finding) => !failing.includes(finding))
        .map((finding) =>
          element("system-out", {}, `${noteOf(finding)} ${finding.message}\n${detailOf(finding)}`),
        ),
    ];
    const text = element("testcase", { name: `${id} ${title}`, classname: name }, null, body.join(""));
    return {
      text,
      failed: failing.length > 0,
      skipped: body.length > 0 && body[0]?.startsWith("<skipped") === true,
    };
  });
  const failures = cases.filter(({ failed }) => failed).length;
  const attributes = {
    name,
    tests: String(cases.length),
    failures: String(failures),
    errors: "0",
    skipped: String(cases.filter(({ skipped }) => skipped).length),
  };
  const body = `\n${cases.map(({ text }) => `  ${text}\n`).join("")}`;
  return { text: `${element("testsuite", attributes, null, body)}\n`, tests: cases.length, failures };
}

function noteOf(finding: Finding): string {
  return finding.waiver === undefined ? finding.severity : `waived by ${finding.waiver.owner}:`;
}

function detailOf(finding: Finding): string {
  return [findingPlace(finding), findingSubject(finding), finding.recommendedAction]
    .filter((line) => line !== null)
    .join("\n");
}

function element(
  name: string,
  attributes: { readonly [name: string]: string },
  text: string | null = null,
  inner = "",
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const content = text === null ? inner : escapeXml(text);
  return content === ""
    ? `<${name}${written.join("")}/>`
    : `<${name}${written.join("")}>${content}</${name}>`;
}

function escapeXml(text: string): string {
  return (
    text
      // Control characters have no place in XML 1.0, not even escaped.
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
      .replace(/\n/g, "&#10;")
  );
}
