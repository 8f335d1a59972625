import { FleetwrightError } from "../diagnostics/index.js";
import { type Path, Sensitive, Unknown, type Value } from "../values/index.js";
import type { ReplaceTrigger } from "./configuration.js";
import { evaluate } from "./evaluate.js";
import type { Expression } from "./expression.js";
import { referenceOf } from "./reading/references-of.js";
import type { Scope } from "./scope.js";
import type { ExpressionNode, TraversalNode, TraversalStep } from "./syntax/expression-node.js";

export interface EvaluatedTrigger {
  /** The resource's address without instance key. */
  readonly resource: string;
  /** Null: the resource as a whole, or its only instance. */
  readonly key: string | number | null;
  /** The attribute that is looked at; empty: any change of the resource. */
  readonly path: Path;
}

/**
 * What one item of `replace_triggered_by` points at; `count.index` and `each.key` may stand in its index. Throws
 * a FleetwrightError when it is no reference to a resource.
 */
export function evaluateTrigger(trigger: ReplaceTrigger, scope: Scope): EvaluatedTrigger {
  const { expression, text } = trigger;
  const traversal = asTraversal(expression.node, expression, scope);
  const reference = traversal === undefined ? undefined : referenceOf(traversal);
  if (reference === undefined || reference.kind !== "resource") {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "CONFIGURATION_TRIGGER",
        summary: "Invalid replace_triggered_by expression",
        detail: `${text} does not refer to a managed resource, to one of its instances or attributes.`,
        location: expression.location(),
      },
    ]);
  }
  return { resource: reference.subject, key: reference.key, path: reference.remaining };
}

/** The node with its computed indexes put in. */
function asTraversal(node: ExpressionNode, expression: Expression, scope: Scope): TraversalNode | undefined {
  if (node.kind === "traversal") return node;
  if (node.kind === "relative") {
    const source = asTraversal(node.source, expression, scope);
    return source === undefined ? undefined : { ...source, steps: [...source.steps, ...node.steps] };
  }
  if (node.kind !== "index") return undefined;
  const source = asTraversal(node.collection, expression, scope);
  const step = indexStep(evaluate({ ...expression, node: node.key }, scope));
  return source === undefined || step === undefined
    ? undefined
    : { ...source, steps: [...source.steps, step] };
}

function indexStep(value: Value): TraversalStep | undefined {
  const plain = value instanceof Sensitive ? value.value : value;
  if (plain instanceof Unknown) return undefined;
  return typeof plain === "string" || typeof plain === "number" ? { kind: "index", key: plain } : undefined;
}
