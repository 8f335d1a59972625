import { type Diagnostic, FleetwrightError, type SourceLocation } from "../diagnostics/index.js";
import type { Path, Value } from "../values/index.js";
import { evaluateIn } from "./evaluation/evaluate-in.js";
import { EvaluationError } from "./evaluation/evaluation-error.js";
import type { Expression } from "./expression.js";
import type { Scope } from "./scope.js";
import type { NodeRange } from "./syntax/expression-node.js";

/**
 * The value of an expression: unknown parts as `Unknown`, sensitive ones as `Sensitive`. Throws a
 * FleetwrightError in Terraform's words with the place in the Terraform JSON.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  try {
    return evaluateIn(expression.node, scope);
  } catch (error) {
    if (error instanceof EvaluationError)
      throw new FleetwrightError("user", [evaluationDiagnostic(error, expression.location)]);
    throw error;
  }
}

/** An evaluation error as a diagnostic at its place. */
export function evaluationDiagnostic(
  error: EvaluationError,
  location: (range: NodeRange, inner: Path) => SourceLocation,
): Diagnostic {
  return {
    severity: "error",
    code: "CONFIGURATION_EVALUATION",
    summary: error.summary,
    detail: error.detail,
    location: location(error.range, error.path),
  };
}
