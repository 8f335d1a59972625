import { distance } from "fastest-levenshtein";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { Example } from "../examples/example.js";
import { readExamples } from "../examples/read-examples.js";
import { listRules } from "./list-rules.js";
import type { RuleMetadata } from "./rule-metadata.js";

/** A rule with its examples; what the gate itself reports has none. */
export interface RuleExplanation extends RuleMetadata {
  readonly examples: readonly Example[];
}

/** Why a rule is there, what to do, and examples. Throws `POLICY_UNKNOWN_RULE` with the nearest id. */
export async function explainRule(id: string): Promise<RuleExplanation> {
  const rules = listRules();
  const rule = rules.find((each) => each.id === id.toUpperCase());
  if (rule === undefined) throw unknownRule(id, rules);
  const examples = rule.folder === null ? [] : (await readExamples(rule.folder)).examples;
  return { ...rule, examples };
}

function unknownRule(id: string, rules: readonly RuleMetadata[]): FleetwrightError {
  const [nearest] = rules
    .map((rule) => ({ id: rule.id, far: distance(rule.id, id.toUpperCase()) }))
    .sort((left, right) => left.far - right.far);
  const meant = nearest !== undefined && nearest.far <= 4 ? ` Did you mean ${nearest.id}?` : "";
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "POLICY_UNKNOWN_RULE",
      summary: `No rule has the id ${id}`,
      detail: `\`fleetwright policy list\` shows all rules.${meant}`,
    },
  ]);
}
