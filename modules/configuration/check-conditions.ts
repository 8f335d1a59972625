import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import { Unknown, type Value } from "../values/index.js";
import type { ConditionRule } from "./configuration.js";
import { ConversionError } from "./conversion/conversion-error.js";
import { convertValue } from "./conversion/convert-value.js";
import { evaluate } from "./evaluate.js";
import { unmark } from "./evaluation/marks.js";
import type { Scope } from "./scope.js";

export type ConditionResult =
  | { readonly status: "pass" }
  /** Cannot be told before apply. */
  | { readonly status: "unknown" }
  | { readonly status: "fail"; readonly message: string; readonly rule: ConditionRule }
  | { readonly status: "error"; readonly diagnostic: Diagnostic; readonly rule: ConditionRule };

/** Evaluates preconditions, postconditions, assertions or validations, one result a rule. */
export function checkConditions(rules: readonly ConditionRule[], scope: Scope): readonly ConditionResult[] {
  return rules.map((rule) => checkCondition(rule, scope));
}

function checkCondition(rule: ConditionRule, scope: Scope): ConditionResult {
  try {
    const { plain } = unmark(evaluate(rule.condition, scope));
    if (plain instanceof Unknown) return { status: "unknown" };
    if (plain === null)
      return invalid(rule, "Condition expression must return either true or false, not null.");
    if (convertValue(plain, "bool") === true) return { status: "pass" };
    return { status: "fail", message: messageOf(evaluate(rule.errorMessage, scope)), rule };
  } catch (error) {
    if (error instanceof ConversionError)
      return invalid(rule, `Invalid condition result value: ${error.message}.`);
    const [diagnostic] = FleetwrightError.is(error) ? error.diagnostics : [];
    if (diagnostic === undefined) throw error;
    return { status: "error", diagnostic, rule };
  }
}

function invalid(rule: ConditionRule, detail: string): ConditionResult {
  const location = rule.condition.location();
  return {
    status: "error",
    rule,
    diagnostic: {
      severity: "error",
      code: "CONFIGURATION_CONDITION",
      summary: "Invalid condition result",
      detail,
      location,
    },
  };
}

function messageOf(value: Value): string {
  const { plain, sensitive } = unmark(value);
  if (sensitive) return "The error message included a sensitive value, so it will not be displayed.";
  return typeof plain === "string" ? plain : "The error message could not be evaluated.";
}
