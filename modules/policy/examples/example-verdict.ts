import { evaluateRules } from "../host/evaluate-rules.js";
import type { RuleMetadata } from "../rules/rule-metadata.js";
import type { Example } from "./example.js";
import { exampleFacts } from "./example-facts.js";

/** The verdict that a rule gives on an example, through the compiled bundle. */
export async function exampleVerdict(rule: RuleMetadata, example: Example): Promise<Example["verdict"]> {
  const { findings, undecided } = await evaluateRules(await exampleFacts(example));
  const own = findings.filter((each) => each.rule === rule.id).map(({ finding }) => finding);
  if (own.some(({ standing }) => standing)) return "standing";
  const severities = new Set(own.map(({ severity }) => severity ?? rule.severity));
  for (const severity of ["deny", "warn", "info"] as const) if (severities.has(severity)) return severity;
  return undecided.some((each) => each.rule === rule.id) ? "undecided" : "pass";
}
