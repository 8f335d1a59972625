import type { Example } from "../examples/example.js";
import type { RuleExplanation } from "../rules/explain-rule.js";

/** The page of one rule: why, what to do, and examples. */
export async function rulePage(rule: RuleExplanation): Promise<string> {
  const examples: string[] = [];
  for (const example of rule.examples) examples.push(await exampleSection(example));
  return [
    `# ${rule.id}: ${rule.title}`,
    "",
    `Severity: **${rule.severity}**`,
    "",
    rule.description,
    "",
    "## What to do",
    "",
    rule.recommendedAction,
    "",
    "## Read more",
    "",
    ...rule.links.map((link) => `- <${link}>`),
    "",
    ...(examples.length === 0 ? [] : ["## Examples", "", intro, "", ...examples]),
  ].join("\n");
}

const intro =
  "Each gives what differs from a healthy cluster with one node group that the plan updates; the names are those of the [facts](facts.md). `side` stands for both sides of the change.";

async function exampleSection({ name, verdict, ...facts }: Example): Promise<string> {
  const { stringify } = await import("yaml");
  const differing = Object.keys(facts).length === 0 ? "# the healthy cluster as it is\n" : stringify(facts);
  return `### ${name}: ${verdictWords[verdict]}\n\n\`\`\`yaml\n${differing}\`\`\`\n`;
}

const verdictWords: { readonly [verdict in Example["verdict"]]: string } = {
  deny: "denied",
  warn: "a warning",
  info: "an information",
  standing: "shown, because it was so before",
  undecided: "not decided",
  pass: "allowed",
};
