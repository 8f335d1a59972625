import { UNKNOWN, type Value } from "../../values/index.js";
import type { NodeRange, TraversalNode, TraversalStep } from "../syntax/expression-node.js";
import type { Environment } from "./environment.js";
import { EvaluationError } from "./evaluation-error.js";

interface Resolved {
  readonly value: Value;
  readonly rest: readonly TraversalStep[];
}

/** What the beginning of a reference means in this scope, and the steps that are still to be taken from it. */
export function resolveTraversal(node: TraversalNode, { scope, names }: Environment): Resolved {
  const { root, steps } = node;
  for (let name = names; name !== undefined; name = name.outer)
    if (name.name === root) return { value: name.value, rest: steps };
  const first = attributeName(steps[0]);
  const rest = steps.slice(1);
  switch (root) {
    case "var":
      return { value: found(scope.variable(required(first, node)), undeclaredVariable(first, node)), rest };
    case "local":
      return { value: found(scope.local(required(first, node)), undeclaredLocal(first, node)), rest };
    case "each":
      return { value: eachOf(first, scope.each, node), rest };
    case "count":
      if (scope.count === undefined || first !== "index") throw outsideCount(node);
      return { value: scope.count.index, rest };
    case "self":
      return { value: found(scope.self, outsideSelf(node)), rest: steps };
    case "path":
      if (first !== "module" && first !== "root" && first !== "cwd") throw invalidAttribute("path", node);
      return { value: scope.path[first], rest };
    case "terraform":
      if (first !== "workspace") throw invalidAttribute("terraform", node);
      return { value: scope.workspace, rest };
    case "data":
      return resource(`data.${first}.${attributeName(steps[1])}`, steps.slice(2), node, scope);
    case "module":
      // What is in a module is not read, so nothing is known of its outputs.
      return { value: UNKNOWN, rest };
    default:
      return resource(`${root}.${first}`, rest, node, scope);
  }
}

function resource(
  address: string,
  rest: readonly TraversalStep[],
  node: TraversalNode,
  scope: Environment["scope"],
): Resolved {
  const [step] = rest;
  const member = step?.kind === "attribute" ? scope.attribute?.(address, step.name) : undefined;
  if (member !== undefined) return { value: member, rest: rest.slice(1) };
  const value = scope.resource(address);
  if (value !== undefined) return { value, rest };
  const mode = address.startsWith("data.") ? "data" : "managed";
  const [type, name] = address.replace(/^data\./, "").split(".");
  if (name === "undefined")
    throw new EvaluationError(
      "Invalid reference",
      "A reference to a resource type must be followed by at least one attribute access, specifying the resource name.",
      node,
    );
  throw new EvaluationError(
    "Reference to undeclared resource",
    `A ${mode} resource "${type}" "${name}" has not been declared in the root module.`,
    node,
  );
}

function attributeName(step: TraversalStep | undefined): string | undefined {
  return step?.kind === "attribute" ? step.name : undefined;
}

function found(value: Value | undefined, error: EvaluationError): Value {
  if (value === undefined) throw error;
  return value;
}

function required(name: string | undefined, node: TraversalNode): string {
  if (name === undefined) throw invalidAttribute(node.root, node);
  return name;
}

function eachOf(
  name: string | undefined,
  each: { readonly key: Value; readonly value: Value } | undefined,
  node: TraversalNode,
): Value {
  if (each === undefined) {
    throw new EvaluationError(
      'Reference to "each" in context without for_each',
      'The "each" object can be used only in "module" or "resource" blocks, and only when the "for_each" argument is set.',
      node,
    );
  }
  if (name === "key" || name === "value") return each[name];
  throw new EvaluationError(
    'Invalid "each" attribute',
    `The "each" object does not have an attribute named "${name}". The supported attributes are each.key and each.value, the current key and value pair of the "for_each" attribute set.`,
    node,
  );
}

function outsideCount(node: NodeRange): EvaluationError {
  return new EvaluationError(
    'Reference to "count" in non-counted context',
    'The "count" object can only be used in "module", "resource", and "data" blocks, and only when the "count" argument is set.',
    node,
  );
}

function outsideSelf(node: NodeRange): EvaluationError {
  return new EvaluationError(
    'Invalid "self" reference',
    'The "self" object is not available in this context. This object can be used only in resource provisioner, connection, and postcondition blocks.',
    node,
  );
}

function undeclaredVariable(name: string | undefined, node: NodeRange): EvaluationError {
  return new EvaluationError(
    "Reference to undeclared input variable",
    `An input variable with the name "${name}" has not been declared. This variable can be declared with a variable "${name}" {} block.`,
    node,
  );
}

function undeclaredLocal(name: string | undefined, node: NodeRange): EvaluationError {
  return new EvaluationError(
    "Reference to undeclared local value",
    `A local value with the name "${name}" has not been declared.`,
    node,
  );
}

function invalidAttribute(root: string, node: NodeRange): EvaluationError {
  return new EvaluationError(
    "Invalid reference",
    `The "${root}" object cannot be accessed directly, or has no such attribute. Instead, access one of its attributes.`,
    node,
  );
}
