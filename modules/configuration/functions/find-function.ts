import { EvaluationError } from "../evaluation/evaluation-error.js";
import type { CallNode } from "../syntax/expression-node.js";
import type { FunctionDefinition } from "./function-definition.js";

const DEFINITIONS: ReadonlyMap<string, FunctionDefinition> = new Map();

/** The function that a call names. Throws an EvaluationError that names it where we do not have it. */
export function findFunction(node: CallNode): FunctionDefinition {
  const definition = DEFINITIONS.get(node.name.replace(/^core::/, ""));
  if (definition !== undefined) return definition;
  throw new EvaluationError("Call to unknown function", `There is no function named "${node.name}".`, node);
}
