import type { Value } from "../../values/index.js";
import type { Scope } from "../scope.js";
import type { ExpressionNode } from "../syntax/expression-node.js";
import { evaluateIn } from "./evaluate-in.js";

/** Evaluates what may refer to nothing: a `.tfvars` value, the default in `optional(…)`. Throws EvaluationError. */
export function evaluateConstant(node: ExpressionNode): Value {
  return evaluateIn(node, NOTHING);
}

/** A scope in which no name means anything. */
export const NOTHING: Scope = {
  resource: () => undefined,
  variable: () => undefined,
  local: () => undefined,
  path: { module: ".", root: ".", cwd: "." },
  workspace: "default",
  directory: ".",
  hasEphemeralVariables: false,
};
