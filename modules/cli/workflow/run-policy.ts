import { resolve } from "node:path";
import { type Example, explainRule, listRules, testPolicies } from "../../policy/index.js";
import { wordWrap } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { terminalOf } from "../terminal/terminal.js";

/** `fleetwright policy list` */
export async function runPolicyList(
  flags: { readonly json: boolean },
  environment: CliEnvironment,
): Promise<ExitCode> {
  const rules = await listRules();
  if (flags.json) {
    environment.stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
    return EXIT.ok;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const rule of rules) {
    environment.stdout.write(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(4)}  ${rule.title}\n`);
  }
  environment.stdout.write(
    `\n"fleetwright policy explain ${rules[0]?.id ?? "RULE"}" tells why a rule is there and what to do.\n`,
  );
  return EXIT.ok;
}

/** `fleetwright policy explain RULE` */
export async function runPolicyExplain(id: string, environment: CliEnvironment): Promise<ExitCode> {
  const rule = await explainRule(id);
  const { columns } = terminalOf(environment.stdout, environment.env);
  const paragraphs = [
    `${rule.id}: ${rule.title} (${rule.severity})`,
    rule.description,
    `What to do: ${rule.recommendedAction}`,
    ...(rule.links.length === 0 ? [] : [`Read more:\n${rule.links.map((link) => ` ${link}`).join("\n")}`]),
  ];
  if (rule.examples.length > 0) {
    const lines = rule.examples.flatMap(exampleLines);
    paragraphs.push(`Examples, as what differs from a healthy cluster:\n${lines.join("\n")}`);
  }
  environment.stdout.write(`${paragraphs.map((text) => wordWrap(text, columns)).join("\n\n")}\n`);
  return EXIT.ok;
}

/** The verdict and what it is about, then the facts that lead to it. */
function exampleLines({ name, verdict, ...facts }: Example): readonly string[] {
  const given = Object.entries(facts).map(([fact, value]) => `     ${fact}: ${JSON.stringify(value)}`);
  return [` ${verdict}: ${name}`, ...given];
}

/** `fleetwright policy test [FILE…]` */
export async function runPolicyTest(
  files: readonly string[],
  environment: CliEnvironment,
): Promise<ExitCode> {
  const report = await testPolicies(files.map((file) => resolve(environment.workingDirectory, file)));
  for (const { rule, example, expected, given } of report.results) {
    const verdict = given === expected ? `ok    ${expected}` : `FAIL  ${expected} expected, ${given} given`;
    environment.stdout.write(`${verdict}  ${rule}  ${example}\n`);
  }
  environment.stdout.write(`\n${report.passed} passed, ${report.failed} failed.\n`);
  return report.failed === 0 ? EXIT.ok : EXIT.error;
}
