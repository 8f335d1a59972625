import { SetValue, type Type, typeOf, Unknown, type Value, withType } from "../../values/index.js";
import { unifyTypes } from "../conversion/type-conversion.js";
import type { ExpressionNode, SplatNode } from "../syntax/expression-node.js";
import type { Environment } from "./environment.js";
import { EvaluationError } from "./evaluation-error.js";
import { mark, unmark } from "./marks.js";

type Evaluate = (node: ExpressionNode, environment: Environment) => Value;

/** `x[*].y`: of every element; a single value counts as a tuple of one, null as an empty one. */
export function evaluateSplat(node: SplatNode, environment: Environment, evaluate: Evaluate): Value {
  const { plain, sensitive } = unmark(evaluate(node.source, environment));
  const type = typeOf(plain);
  const isSequence =
    typeof type !== "string" && (type[0] === "list" || type[0] === "set" || type[0] === "tuple");
  if (plain === null) return mark([], sensitive);
  if (type === "dynamic") return mark(new Unknown(), sensitive);
  const each = (item: Value) => evaluate(node.each, { ...environment, item });
  if (!isSequence) {
    const only = each(plain);
    return mark(plain instanceof Unknown && !plain.notNull ? new Unknown() : [only], sensitive);
  }
  if (plain instanceof Unknown) return mark(unknownResult(type, each), sensitive);
  const elements = plain instanceof SetValue ? plain.elements : isArray(plain) ? plain : undefined;
  if (elements === undefined)
    throw new EvaluationError("Unsupported splat", "This value has no elements.", node);
  const results = elements.map(each);
  if (type[0] === "tuple") return mark(results, sensitive);
  const element =
    results.length === 0
      ? typeOf(each(new Unknown(false, elementType(type))))
      : (unifyTypes(results.map(typeOf), "unsafe") ?? "dynamic");
  return mark(withType(results, ["list", element]), sensitive);
}

function unknownResult(type: Type, each: (item: Value) => Value): Value {
  if (typeof type !== "string" && type[0] === "tuple")
    return new Unknown(false, ["tuple", type[1].map((element) => typeOf(each(new Unknown(false, element))))]);
  return new Unknown(false, ["list", typeOf(each(new Unknown(false, elementType(type))))]);
}

function elementType(type: Type): Type {
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set") ? type[1] : "dynamic";
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
