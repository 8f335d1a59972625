import { type ObjectValue, Sensitive, Unknown, type Value } from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { normalForm } from "../conversion/normal-form.js";
import { findFunction } from "../functions/find-function.js";
import type {
  CallNode,
  ExpressionNode,
  ObjectNode,
  TemplateForNode,
  TemplateNode,
  TraversalStep,
} from "../syntax/expression-node.js";
import { callFunction } from "./call-function.js";
import type { Environment } from "./environment.js";
import { evaluateConditional } from "./evaluate-conditional.js";
import { evaluateFor } from "./evaluate-for.js";
import { evaluateSplat } from "./evaluate-splat.js";
import { EvaluationError } from "./evaluation-error.js";
import { getAttribute, indexValue } from "./index-value.js";
import { iterate } from "./iterate.js";
import { mark, unmark } from "./marks.js";
import { applyBinary, applyUnary } from "./operators.js";
import { resolveTraversal } from "./resolve-traversal.js";

/** Evaluates a node. Throws EvaluationError. */
export function evaluateNode(node: ExpressionNode, environment: Environment): Value {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "traversal": {
      const { value, rest } = resolveTraversal(node, environment);
      return follow(value, rest, node);
    }
    case "relative":
      return follow(evaluateNode(node.source, environment), node.steps, node);
    case "index":
      return indexValue(
        evaluateNode(node.collection, environment),
        evaluateNode(node.key, environment),
        node,
      );
    case "splat":
      return evaluateSplat(node, environment, evaluateNode);
    case "item":
      return environment.item;
    case "call":
      return evaluateCall(node, environment);
    case "conditional":
      return evaluateConditional(node, environment, evaluateNode);
    case "binary":
      return applyBinary(node, evaluateNode(node.left, environment), evaluateNode(node.right, environment));
    case "unary":
      return applyUnary(node, evaluateNode(node.operand, environment));
    case "parentheses":
      return evaluateNode(node.inner, environment);
    case "tuple":
      return node.elements.map((element) => evaluateNode(element, environment));
    case "object":
      return evaluateObject(node, environment);
    case "for":
      return evaluateFor(node, environment, evaluateNode);
    case "template":
      return evaluateTemplate(node, environment);
    case "template_for":
      return evaluateTemplateFor(node, environment);
    case "embedded":
      return evaluateEmbedded(node.node, node.path, environment);
  }
}

function follow(source: Value, steps: readonly TraversalStep[], node: ExpressionNode): Value {
  let value = source;
  for (const step of steps) {
    value =
      step.kind === "attribute" ? getAttribute(value, step.name, node) : indexValue(value, step.key, node);
  }
  return value;
}

function evaluateEmbedded(
  node: ExpressionNode,
  path: EvaluationError["path"],
  environment: Environment,
): Value {
  try {
    return evaluateNode(node, environment);
  } catch (error) {
    if (error instanceof EvaluationError && error.path.length === 0)
      throw new EvaluationError(error.summary, error.detail, error.range, path);
    throw error;
  }
}

function evaluateCall(node: CallNode, environment: Environment): Value {
  if (node.name === "try" || node.name === "core::try") return evaluateTry(node, environment);
  if (node.name === "can" || node.name === "core::can") return evaluateCan(node, environment);
  const definition = findFunction(node);
  if (definition.name === "templatestring") requireTemplateReference(node);
  const args = node.arguments.map((argument) => evaluateNode(argument, environment));
  if (!node.expandFinal) return callFunction(definition, args, node, environment.functions);
  const last = args.at(-1);
  const lastNode = node.arguments.at(-1) ?? node;
  const { plain, sensitive } = unmark(last ?? null);
  const invalid = (detail: string) =>
    new EvaluationError("Invalid expanding argument value", detail, lastNode);
  if (plain === null) throw invalid("The expanding argument (indicated by ...) must not be null.");
  if (plain instanceof Unknown) return new Unknown();
  const entries = typeof plain === "object" && !isPlainObject(plain) ? iterate(plain) : undefined;
  if (entries === undefined)
    throw invalid("The expanding argument (indicated by ...) must be of a tuple, list, or set type.");
  const expanded = entries.map(([, element]) => mark(element, sensitive));
  return callFunction(definition, [...args.slice(0, -1), ...expanded], node, environment.functions);
}

/** `templatestring` takes its template from somewhere else only. */
function requireTemplateReference({ arguments: [template] }: CallNode): void {
  if (template === undefined || isReference(template)) return;
  const invalid = (problem: string) =>
    new EvaluationError(
      "Invalid function argument",
      `Invalid value for "template" parameter: invalid template expression: ${problem}.`,
      template,
    );
  const isText = template.kind === "literal" && typeof template.value === "string";
  if (isText || (template.kind === "template" && template.parts.every(({ kind }) => kind === "literal")))
    throw invalid(
      "templatestring is only for rendering templates retrieved dynamically from elsewhere, and so does not support providing a literal template; consider using a template string expression instead",
    );
  if (template.kind === "embedded" || template.kind === "template")
    throw invalid(
      "templatestring is only for rendering templates retrieved dynamically from elsewhere; to treat the inner expression as template syntax, write the reference expression directly without any template interpolation syntax",
    );
  throw invalid(
    "must be a direct reference to a single string from elsewhere, containing valid Terraform template syntax",
  );
}

function isReference(node: ExpressionNode): boolean {
  return node.kind === "traversal" || (node.kind === "index" && isReference(node.collection));
}

function isPlainObject(value: Value): value is ObjectValue {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function evaluateTry(node: CallNode, environment: Environment): Value {
  if (node.arguments.length === 0)
    throw new EvaluationError(
      "Error in function call",
      `Call to function "try" failed: at least one argument is required.`,
      node,
    );
  const failures: string[] = [];
  for (const argument of node.arguments) {
    try {
      const value = evaluateNode(argument, environment);
      return hasUnknown(value) ? new Unknown() : value;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      failures.push(`- ${error.summary}\n  ${error.detail}`);
    }
  }
  throw new EvaluationError(
    "Error in function call",
    `Call to function "try" failed: no expression succeeded:\n${failures.join("\n")}\n\nAt least one expression must produce a successful result.`,
    node,
  );
}

function evaluateCan(node: CallNode, environment: Environment): Value {
  const [argument, ...others] = node.arguments;
  if (argument === undefined || others.length > 0)
    throw new EvaluationError(
      argument === undefined ? "Not enough function arguments" : "Too many function arguments",
      argument === undefined
        ? `Function "can" expects 1 argument(s). Missing value for "expression".`
        : `Function "can" expects only 1 argument(s).`,
      node,
    );
  try {
    return hasUnknown(evaluateNode(argument, environment)) ? new Unknown(true, "bool") : true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

function hasUnknown(value: Value): boolean {
  if (value === null || typeof value !== "object") return false;
  if (value instanceof Unknown) return true;
  return Object.values(value).some(hasUnknown);
}

function evaluateObject(node: ObjectNode, environment: Environment): Value {
  const entries: [string, Value][] = [];
  let known = true;
  let sensitive = false;
  for (const item of node.items) {
    const key = unmark(evaluateNode(item.key, environment));
    const value = evaluateNode(item.value, environment);
    sensitive ||= key.sensitive;
    if (key.plain === null)
      throw new EvaluationError("Null value as key", "Can't use a null value as a key.", item.value);
    const text = convertKey(key.plain, item.key);
    if (typeof text === "string") entries.push([text, value]);
    else known = false;
  }
  return known ? mark(Object.fromEntries(entries), sensitive) : new Unknown();
}

function convertKey(key: Value, node: ExpressionNode): Value {
  try {
    return convertValue(key, "string");
  } catch (error) {
    if (error instanceof ConversionError)
      throw new EvaluationError(
        "Incorrect key type",
        `Can't use this value as a key: ${error.message}.`,
        node,
      );
    throw error;
  }
}

function evaluateTemplate(node: TemplateNode, environment: Environment): Value {
  let text = "";
  let sensitive = false;
  let known = true;
  for (const part of node.parts) {
    const { plain, sensitive: marked } = unmark(evaluateNode(part, environment));
    sensitive ||= marked;
    if (plain === null) {
      throw new EvaluationError(
        "Invalid template interpolation value",
        "The expression result is null. Cannot include a null value in a string template.",
        part,
      );
    }
    if (plain instanceof Unknown) known = false;
    else if (known || typeof plain === "object")
      text += textOf(plain, part, "Cannot include the given value in a string template");
  }
  // Go keeps back the last character of a known beginning: what follows could combine with it.
  return mark(known ? normalForm(text) : new Unknown(true, "string", text.slice(0, -1)), sensitive);
}

function textOf(value: Value, node: ExpressionNode, complaint: string): string {
  try {
    return String(convertValue(value, "string"));
  } catch (error) {
    if (error instanceof ConversionError)
      throw new EvaluationError(
        "Invalid template interpolation value",
        `${complaint}: ${error.message}.`,
        node,
      );
    throw error;
  }
}

function evaluateTemplateFor(node: TemplateForNode, environment: Environment): Value {
  const { plain, sensitive } = unmark(evaluateFor(node.loop, environment, evaluateNode));
  const elements = plain === null ? undefined : iterate(plain);
  if (elements === undefined) return mark(new Unknown(false, "string"), sensitive);
  let text = "";
  let marked = sensitive;
  for (const [, element] of elements) {
    if (element instanceof Sensitive) marked = true;
    const part = unmark(element).plain;
    if (part instanceof Unknown) return mark(new Unknown(false, "string"), marked);
    text += textOf(part, node, "Cannot include one of the interpolation results into the string template");
  }
  return mark(text, marked);
}
