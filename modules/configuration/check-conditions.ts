import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import { Unknown } from "../values/index.js";
import type { ConditionRule } from "./configuration.js";
import { ConversionError } from "./conversion/conversion-error.js";
import { convertValue } from "./conversion/convert-value.js";
import { evaluate } from "./evaluate.js";
import { unmark } from "./evaluation/marks.js";
import type { Scope } from "./scope.js";

export type ConditionResult = (
  | { readonly status: "pass" }
  /** Cannot be told before apply. */
  | { readonly status: "unknown" }
  | { readonly status: "fail"; readonly message: string }
  | { readonly status: "error"; readonly diagnostic: Diagnostic }
) & {
  readonly rule: ConditionRule;
  /** What is wrong with the error message, whether it has to be shown or not. */
  readonly problems: readonly Diagnostic[];
};

/** Evaluates preconditions, postconditions, assertions or validations, one result a rule. */
export function checkConditions(rules: readonly ConditionRule[], scope: Scope): readonly ConditionResult[] {
  return rules.map((rule) => checkCondition(rule, scope));
}

function checkCondition(rule: ConditionRule, scope: Scope): ConditionResult {
  try {
    const { plain } = unmark(evaluate(rule.condition, scope));
    const message = messageOf(rule, scope);
    const common = { rule, problems: message.problems };
    if (plain instanceof Unknown) return { ...common, status: "unknown" };
    if (plain === null)
      return invalid(rule, "Condition expression must return either true or false, not null.");
    if (convertValue(plain, "bool") === true) return { ...common, status: "pass" };
    return { ...common, status: "fail", message: message.text };
  } catch (error) {
    if (error instanceof ConversionError)
      return invalid(rule, `Invalid condition result value: ${error.message}.`);
    const [diagnostic] = FleetwrightError.is(error) ? error.diagnostics : [];
    if (diagnostic === undefined) throw error;
    return { status: "error", diagnostic, rule, problems: [] };
  }
}

function invalid(rule: ConditionRule, detail: string): ConditionResult {
  const location = rule.condition.location();
  return {
    status: "error",
    rule,
    problems: [],
    diagnostic: {
      severity: "error",
      code: "CONFIGURATION_CONDITION",
      summary: "Invalid condition result",
      detail,
      location,
    },
  };
}

interface Message {
  readonly text: string;
  readonly problems: readonly Diagnostic[];
}

function messageOf(rule: ConditionRule, scope: Scope): Message {
  const { plain, sensitive } = unmark(evaluate(rule.errorMessage, scope));
  if (plain instanceof Unknown) return { text: NO_MESSAGE, problems: [] };
  if (sensitive)
    return unusable(
      rule,
      "warning",
      "Error message refers to sensitive values",
      "The error expression used to explain this condition refers to sensitive values, so Terraform will not display the resulting message.\n\nYou can correct this by removing references to sensitive values, or by carefully using the nonsensitive() function if the expression will not reveal the sensitive data.",
    );
  if (plain === null)
    return unusable(
      rule,
      "error",
      "Invalid error message",
      "Unsuitable value for error message: must not be null.",
    );
  return { text: String(convertValue(plain, "string")).trim(), problems: [] };
}

const NO_MESSAGE =
  "This check failed, but has an invalid error message as described in the other accompanying messages.";

function unusable(
  rule: ConditionRule,
  severity: Diagnostic["severity"],
  summary: string,
  detail: string,
): Message {
  const location = rule.errorMessage.location();
  const code = "CONFIGURATION_ERROR_MESSAGE";
  return { text: NO_MESSAGE, problems: [{ severity, code, summary, detail, location }] };
}
