import { parametersSchema } from "../parameters/parameters-schema.js";
import { profileParameters } from "../parameters/profiles.js";
import { explainRule } from "../rules/explain-rule.js";
import { listRules } from "../rules/list-rules.js";
import { factsPage, liveFactsPage } from "./facts-page.js";
import { rulePage } from "./rule-page.js";

/** The pages of `docs/policies/`, by file name: made of the rules' metadata and examples, never by hand. */
export async function policyPages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  const rules = listRules();
  pages.set("README.md", indexPage(rules));
  for (const { id } of rules) pages.set(`${id}.md`, await rulePage(await explainRule(id)));
  pages.set("parameters.md", parametersPage());
  pages.set("facts.md", factsPage());
  pages.set("live-facts.md", liveFactsPage());
  return pages;
}

function indexPage(rules: ReturnType<typeof listRules>): string {
  const rows = rules.map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`);
  return [
    "# Policies",
    "",
    "The rules by which `fleetwright gate`, `plan` and `deploy` judge a plan. An id never changes its meaning.",
    "",
    "- **deny** stops a deploy, unless a waiver covers it; **warn** and **info** do not.",
    "- What was so before, and what the plan leaves alone, is shown but never denies.",
    "- A rule that is short of facts says *not decided*, and why; nothing is guessed.",
    "",
    "Limits are [parameters](parameters.md). What rules see are [facts](facts.md), of the plan, the fleet file and",
    "what is [live](live-facts.md).",
    "",
    "| Rule | Severity | What it finds |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function parametersPage(): string {
  const launch = profileParameters("launch-2019");
  const current = profileParameters("aws-current");
  const rows = Object.entries(parametersSchema.shape).map(([name, schema]) => {
    const key = Object.keys(launch).find((each): each is keyof typeof launch => each === name);
    const values = key === undefined ? ["", ""] : [shown(launch[key]), shown(current[key])];
    return `| \`${name}\` | ${schema.description ?? ""} | ${values.join(" | ")} |`;
  });
  return [
    "# Parameters of the policies",
    "",
    "The profile `launch-2019` is the default. A fleet, a cluster or a node group overrides single values under",
    "`policy.parameters`; the more specific wins. A name that is unknown, or a value of the wrong type, is an error",
    "at its line.",
    "",
    "```yaml",
    "policy:",
    "  profile: aws-current",
    "  parameters:",
    "    maxSkewMinors: 2",
    "```",
    "",
    "| Parameter | Meaning | `launch-2019` | `aws-current` |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** A value for a table cell; the support calendar would be too long for one. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : `\`${JSON.stringify(value)}\``;
  if (typeof value === "object" && value !== null) return `${Object.keys(value).length} entries`;
  return String(value);
}
