import { Unknown, type Value } from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import type { BinaryNode, BinaryOperator, NodeRange, UnaryNode } from "../syntax/expression-node.js";
import { EvaluationError } from "./evaluation-error.js";
import { calculate } from "./exact-arithmetic.js";
import { isEqual } from "./is-equal.js";
import { mark, unmark } from "./marks.js";

/** A binary operator on two values, with Terraform's conversions, unknowns and marks. */
export function applyBinary(node: BinaryNode, left: Value, right: Value): Value {
  const { operator } = node;
  if (operator === "==" || operator === "!=") {
    const { plain, sensitive } = unmark(isEqual(left, right));
    return mark(typeof plain === "boolean" ? plain === (operator === "==") : plain, sensitive);
  }
  const wanted = operator === "&&" || operator === "||" ? "bool" : "number";
  const a = unmark(operand(left, wanted, "Unsuitable value for left operand", node.left));
  const b = unmark(operand(right, wanted, "Unsuitable value for right operand", node.right));
  const sensitive = a.sensitive || b.sensitive;
  if (a.plain === null || b.plain === null) throw failed("argument must not be null", node);
  if (a.plain instanceof Unknown || b.plain instanceof Unknown)
    return mark(new Unknown(true, resultType(operator)), sensitive);
  return mark(compute(operator, a.plain, b.plain, node), sensitive);
}

/** `-x` and `!x`. */
export function applyUnary(node: UnaryNode, value: Value): Value {
  const wanted = node.operator === "!" ? "bool" : "number";
  const { plain, sensitive } = unmark(
    operand(value, wanted, "Unsuitable value for unary operand", node.operand),
  );
  if (plain === null) throw failed("argument must not be null", node);
  if (plain instanceof Unknown) return mark(new Unknown(true, wanted), sensitive);
  return mark(typeof plain === "number" ? 0 - plain : plain !== true, sensitive);
}

function operand(value: Value, wanted: "bool" | "number", complaint: string, range: NodeRange): Value {
  try {
    return convertValue(value, wanted);
  } catch (error) {
    if (error instanceof ConversionError)
      throw new EvaluationError("Invalid operand", `${complaint}: ${error.message}.`, range);
    throw error;
  }
}

function failed(reason: string, range: NodeRange): EvaluationError {
  return new EvaluationError("Operation failed", `Error during operation: ${reason}.`, range);
}

function resultType(operator: BinaryOperator): "bool" | "number" {
  return ["+", "-", "*", "/", "%"].includes(operator) ? "number" : "bool";
}

function compute(operator: BinaryOperator, left: Value, right: Value, range: NodeRange): Value {
  if (typeof left !== "number" || typeof right !== "number")
    return operator === "&&" ? left === true && right === true : left === true || right === true;
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "%":
      return right === 0 ? left : calculate(operator, left, right);
    case "/":
      if (right === 0) throw new EvaluationError("Division by zero", "Cannot divide by zero.", range);
      return calculate(operator, left, right);
    case "+":
    case "-":
    case "*":
      return calculate(operator, left, right);
    default:
      throw failed(`unexpected operator ${operator}`, range);
  }
}
