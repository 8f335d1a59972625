import { isWhollyKnown, type Type, Unknown, type Value } from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { normalForm } from "../conversion/normal-form.js";
import {
  type FunctionContext,
  type FunctionDefinition,
  FunctionError,
  type Parameter,
} from "../functions/function-definition.js";
import type { CallNode, NodeRange } from "../syntax/expression-node.js";
import { EvaluationError } from "./evaluation-error.js";
import { hasMarks, mark, withoutMarks } from "./marks.js";

/**
 * Calls a function with evaluated arguments: checks their number, converts them, lets unknowns and marks pass
 * to the result. `ranges` are the places of the arguments.
 */
export function callFunction(
  definition: FunctionDefinition,
  args: readonly Value[],
  node: CallNode,
  context: FunctionContext,
): Value {
  checkCount(definition, args.length, node);
  const given = args.map((arg, index) => convertArgument(definition, arg, index, node));
  let sensitive = false;
  const plain = given.map((arg, index) => {
    if (parameterAt(definition, index)?.allowMarked === true || !hasMarks(arg)) return arg;
    sensitive = true;
    return withoutMarks(arg);
  });
  const unknown = plain.some((arg, index) => isTooUnknown(definition, arg, index, node));
  if (unknown) return mark(unknownResult(definition, plain), sensitive);
  try {
    const result = definition.implement(plain, context);
    return mark(typeof result === "string" ? normalForm(result) : result, sensitive);
  } catch (error) {
    if (error instanceof FunctionError) throw failedCall(definition, error, node);
    if (error instanceof ConversionError)
      throw failedCall(definition, new FunctionError(error.message), node);
    throw error;
  }
}

function unknownResult(definition: FunctionDefinition, args: readonly Value[]): Unknown {
  let type: Type;
  try {
    type = typeof definition.returns === "function" ? definition.returns(args) : definition.returns;
  } catch (error) {
    if (!(error instanceof FunctionError) && !(error instanceof ConversionError)) throw error;
    type = "dynamic";
  }
  return new Unknown(definition.mayBeNull !== true, type);
}

function parameterAt(definition: FunctionDefinition, index: number): Parameter | undefined {
  return definition.parameters[index] ?? definition.variadic;
}

function rangeAt(node: CallNode, index: number): NodeRange {
  return node.arguments[Math.min(index, node.arguments.length - 1)] ?? node;
}

function checkCount(definition: FunctionDefinition, count: number, node: CallNode): void {
  const { name, parameters, variadic } = definition;
  const missing = parameters[count];
  if (missing !== undefined) {
    const least = variadic === undefined ? "" : " at least";
    throw new EvaluationError(
      "Not enough function arguments",
      `Function "${name}" expects${least} ${parameters.length} argument(s). Missing value for "${missing.name}".`,
      node,
    );
  }
  if (variadic === undefined && count > parameters.length) {
    throw new EvaluationError(
      "Too many function arguments",
      `Function "${name}" expects only ${parameters.length} argument(s).`,
      rangeAt(node, parameters.length),
    );
  }
}

function invalidArgument(parameter: string, reason: string, range: NodeRange): EvaluationError {
  return new EvaluationError(
    "Invalid function argument",
    `Invalid value for "${parameter}" parameter: ${reason}.`,
    range,
  );
}

function convertArgument(definition: FunctionDefinition, arg: Value, index: number, node: CallNode): Value {
  const parameter = parameterAt(definition, index);
  if (parameter === undefined) return arg;
  try {
    return convertValue(arg, parameter.type);
  } catch (error) {
    if (error instanceof ConversionError)
      throw invalidArgument(parameter.name, error.message, rangeAt(node, index));
    throw error;
  }
}

function isTooUnknown(definition: FunctionDefinition, arg: Value, index: number, node: CallNode): boolean {
  const parameter = parameterAt(definition, index);
  if (parameter === undefined) return false;
  if (arg === null && parameter.allowNull !== true)
    throw invalidArgument(parameter.name, "argument must not be null", rangeAt(node, index));
  if (parameter.whollyKnown === true) return !isWhollyKnown(arg);
  return arg instanceof Unknown && parameter.allowUnknown !== true;
}

function failedCall(definition: FunctionDefinition, error: FunctionError, node: CallNode): EvaluationError {
  const parameter = error.argument === undefined ? undefined : parameterAt(definition, error.argument);
  if (error.argument !== undefined && parameter !== undefined)
    return invalidArgument(parameter.name, error.message, rangeAt(node, error.argument));
  return new EvaluationError(
    "Error in function call",
    `Call to function "${definition.name}" failed: ${error.message}.`,
    node,
  );
}
