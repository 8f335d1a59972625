import { typeOf, Unknown, type Value } from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { typeName } from "../conversion/type-name.js";
import type { ExpressionNode, ForNode } from "../syntax/expression-node.js";
import { type Environment, withName } from "./environment.js";
import { EvaluationError } from "./evaluation-error.js";
import { iterate } from "./iterate.js";
import { mark, unmark } from "./marks.js";

type Evaluate = (node: ExpressionNode, environment: Environment) => Value;

/** `[for …]` and `{for …}`: unknown as a whole when a key or condition is (`hclsyntax.ForExpr`). */
export function evaluateFor(node: ForNode, environment: Environment, evaluate: Evaluate): Value {
  const { plain, sensitive } = unmark(evaluate(node.collection, environment));
  if (plain === null) {
    throw new EvaluationError(
      "Iteration over null value",
      "A null value cannot be used as the collection in a 'for' expression.",
      node.collection,
    );
  }
  if (plain instanceof Unknown && (plain.type === "dynamic" || typeof plain.type !== "string"))
    return plain.type === "dynamic" ? new Unknown() : mark(new Unknown(), sensitive);
  const elements = iterate(plain);
  if (elements === undefined) {
    throw new EvaluationError(
      "Iteration over non-iterable value",
      `A value of type ${typeName(typeOf(plain))} cannot be used as the collection in a 'for' expression.`,
      node.collection,
    );
  }
  checkCondition(node);
  const state: State = { known: true, sensitive };
  const environments = elements.map(([key, element]) => {
    const named = node.keyName === null ? environment : withName(environment, node.keyName, key);
    return withName(named, node.valueName, element);
  });
  const included = environments.filter((each) => isIncluded(node, each, evaluate, state));
  const result =
    node.key === null
      ? included.map((each) => evaluate(node.value, each))
      : collectObject(node, node.key, included, evaluate, state);
  return state.known ? mark(result, state.sensitive) : new Unknown();
}

/** A condition that is null whatever the element has a complaint of its own. */
function checkCondition(node: ForNode): void {
  if (node.condition?.kind !== "literal" || node.condition.value !== null) return;
  throw new EvaluationError(
    "Condition is null",
    "The value of the 'if' clause must not be null.",
    node.condition,
  );
}

interface State {
  known: boolean;
  sensitive: boolean;
}

function isIncluded(node: ForNode, environment: Environment, evaluate: Evaluate, state: State): boolean {
  if (node.condition === null) return true;
  const { plain, sensitive } = unmark(evaluate(node.condition, environment));
  const invalid = (detail: string) =>
    new EvaluationError("Invalid 'for' condition", detail, node.condition ?? node);
  if (plain === null) throw invalid("The value of the 'if' clause must not be null.");
  const include = convertOr(plain, "bool", (reason) =>
    invalid(`The 'if' clause value is invalid: ${reason}.`),
  );
  state.sensitive ||= sensitive;
  if (include instanceof Unknown) {
    state.known = false;
    return false;
  }
  return include === true;
}

function collectObject(
  node: ForNode,
  keyNode: ExpressionNode,
  environments: readonly Environment[],
  evaluate: Evaluate,
  state: State,
): Value {
  const values = new Map<string, Value>();
  const groups = new Map<string, Value[]>();
  for (const environment of environments) {
    const key = unmark(evaluate(keyNode, environment));
    const invalid = (detail: string) => new EvaluationError("Invalid object key", detail, keyNode);
    if (key.plain === null)
      throw invalid("Key expression in 'for' expression must not produce a null value.");
    const name = convertOr(key.plain, "string", (reason) =>
      invalid(`The key expression produced an invalid result: ${reason}.`),
    );
    if (typeof name !== "string") {
      state.known = false;
      continue;
    }
    state.sensitive ||= key.sensitive;
    const value = evaluate(node.value, environment);
    if (node.group) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [value]);
      else group.push(value);
    } else if (values.has(name)) {
      throw new EvaluationError(
        "Duplicate object key",
        `Two different items produced the key ${JSON.stringify(name)} in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`,
        keyNode,
      );
    } else values.set(name, value);
  }
  return node.group ? Object.fromEntries(groups) : Object.fromEntries(values);
}

function convertOr(value: Value, type: "bool" | "string", failure: (reason: string) => Error): Value {
  try {
    return convertValue(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw failure(error.message);
    throw error;
  }
}
