import type { Value } from "../../values/index.js";
import type { FunctionContext } from "../functions/function-definition.js";
import type { Scope } from "../scope.js";
import type { ExpressionNode } from "../syntax/expression-node.js";
import type { Environment } from "./environment.js";
import { evaluateNode } from "./evaluate-node.js";
import { renderTemplate } from "./render-template.js";

const contexts = new WeakMap<Scope, Environment>();

/** Evaluates a node in a scope. Throws EvaluationError. */
export function evaluateIn(node: ExpressionNode, scope: Scope): Value {
  return node.kind === "literal" ? node.value : evaluateNode(node, environmentOf(scope));
}

function environmentOf(scope: Scope): Environment {
  let environment = contexts.get(scope);
  if (environment === undefined) {
    const functions: FunctionContext = {
      directory: scope.directory,
      planTimestamp: scope.planTimestamp,
      hasEphemeralVariables: scope.hasEphemeralVariables,
      renderTemplate: (text, variables, name) =>
        renderTemplate(text, variables, name, functions, evaluateNode),
    };
    environment = { scope, names: scope.names, item: null, functions };
    contexts.set(scope, environment);
  }
  return environment;
}
