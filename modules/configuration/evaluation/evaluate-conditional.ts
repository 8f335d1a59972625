import { type Type, typeOf, Unknown, type Value, withType } from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { unifyTypes } from "../conversion/type-conversion.js";
import type { ConditionalNode, ExpressionNode } from "../syntax/expression-node.js";
import { describeTypeMismatch } from "./describe-type-mismatch.js";
import type { Environment } from "./environment.js";
import { EvaluationError } from "./evaluation-error.js";
import { mark, unmark } from "./marks.js";

type Evaluate = (node: ExpressionNode, environment: Environment) => Value;

/**
 * `condition ? a : b`. Both sides are evaluated, for the result has the type that both agree on; the errors of
 * the side not taken do not count.
 */
export function evaluateConditional(
  node: ConditionalNode,
  environment: Environment,
  evaluate: Evaluate,
): Value {
  const whenTrue = attempt(node.whenTrue, environment, evaluate);
  const whenFalse = attempt(node.whenFalse, environment, evaluate);
  const type = commonType(node, whenTrue.value, whenFalse.value);
  const condition = unmark(evaluate(node.condition, environment));
  if (condition.plain === null) {
    throw new EvaluationError(
      "Null condition",
      "The condition value is null. Conditions must either be true or false.",
      node.condition,
    );
  }
  if (condition.plain instanceof Unknown) {
    const a = unmark(whenTrue.value);
    const b = unmark(whenFalse.value);
    return mark(undecided(a.plain, b.plain, type), condition.sensitive || a.sensitive || b.sensitive);
  }
  const isTrue = conditionHolds(condition.plain, node.condition);
  const chosen = isTrue ? whenTrue : whenFalse;
  if (chosen.error !== undefined) throw chosen.error;
  return mark(convertChosen(chosen.value, type, isTrue, node), condition.sensitive);
}

/** What is known of the result while the condition is not: two lists of one length give a list of that length. */
function undecided(whenTrue: Value, whenFalse: Value, type: Type): Value {
  const element = typeof type !== "string" && type[0] === "list" ? type[1] : undefined;
  const isList = (value: Value) => isArray(value) && typeOf(value)[0] === "list";
  if (
    element !== undefined &&
    isArray(whenTrue) &&
    isArray(whenFalse) &&
    isList(whenTrue) &&
    isList(whenFalse)
  ) {
    if (whenTrue.length === whenFalse.length)
      return withType(
        whenTrue.map(() => new Unknown(false, element)),
        type,
      );
  }
  return new Unknown(isNotNull(whenTrue) && isNotNull(whenFalse), type);
}

interface Attempt {
  readonly value: Value;
  readonly error?: EvaluationError;
}

function attempt(node: ExpressionNode, environment: Environment, evaluate: Evaluate): Attempt {
  try {
    return { value: evaluate(node, environment) };
  } catch (error) {
    if (error instanceof EvaluationError) return { value: new Unknown(), error };
    throw error;
  }
}

function isNotNull(value: Value): boolean {
  return value instanceof Unknown ? value.notNull : value !== null;
}

function commonType(node: ConditionalNode, whenTrue: Value, whenFalse: Value): Type {
  const trueType = typeOf(whenTrue);
  const falseType = typeOf(whenFalse);
  if (trueType === falseType) return trueType;
  if (whenTrue === null) return falseType;
  if (whenFalse === null) return trueType;
  if (trueType === "dynamic" || falseType === "dynamic") return "dynamic";
  const type = unifyTypes([trueType, falseType], "unsafe");
  if (type !== undefined) return type;
  throw new EvaluationError(
    "Inconsistent conditional result types",
    `The true and false result expressions must have consistent types. ${describeTypeMismatch(trueType, falseType)}.`,
    { start: node.whenTrue.start, end: node.whenFalse.end },
  );
}

function conditionHolds(condition: Value, node: ExpressionNode): boolean {
  try {
    return convertValue(condition, "bool") === true;
  } catch (error) {
    if (error instanceof ConversionError)
      throw new EvaluationError(
        "Incorrect condition type",
        "The condition expression must be of type bool.",
        node,
      );
    throw error;
  }
}

function convertChosen(value: Value, type: Type, isTrue: boolean, node: ConditionalNode): Value {
  try {
    return convertValue(value, type);
  } catch (error) {
    if (error instanceof ConversionError)
      throw new EvaluationError(
        "Inconsistent conditional result types",
        `The ${isTrue} result value has the wrong type: ${error.message}.`,
        isTrue ? node.whenTrue : node.whenFalse,
      );
    throw error;
  }
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
