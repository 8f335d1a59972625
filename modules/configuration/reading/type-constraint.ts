import { isObjectValue, type ObjectType, SetValue, type Type, type Value } from "../../values/index.js";
import { convertValue } from "../conversion/convert-value.js";
import type { ExpressionNode } from "../syntax/expression-node.js";

/** A variable's declared type, with the optional attributes and defaults that a plain type cannot hold. */
export type TypeConstraint =
  | { readonly kind: "primitive"; readonly type: "string" | "number" | "bool" | "dynamic" }
  | { readonly kind: "list" | "set" | "map"; readonly element: TypeConstraint }
  | { readonly kind: "tuple"; readonly elements: readonly TypeConstraint[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, AttributeConstraint> };

interface AttributeConstraint {
  readonly constraint: TypeConstraint;
  readonly optional: boolean;
  readonly default: Value;
}

/** Any type at all: what a variable without a type takes. */
export const ANY: TypeConstraint = { kind: "primitive", type: "dynamic" };

/** Reads a type expression such as `map(object({ a = string, b = optional(number, 3) }))`; undefined: it is none. */
export function readTypeConstraint(
  node: ExpressionNode,
  evaluateDefault: (node: ExpressionNode) => Value,
): TypeConstraint | undefined {
  const read = (inner: ExpressionNode | undefined) =>
    inner === undefined ? undefined : readTypeConstraint(inner, evaluateDefault);
  if (node.kind === "traversal" && node.steps.length === 0) return keyword(node.root);
  if (node.kind !== "call") return undefined;
  const [first, ...others] = node.arguments;
  if (others.length > 0 || first === undefined) return undefined;
  switch (node.name) {
    case "list":
    case "set":
    case "map": {
      const element = read(first);
      return element === undefined ? undefined : { kind: node.name, element };
    }
    case "tuple": {
      if (first.kind !== "tuple") return undefined;
      const elements = first.elements.map(read).filter((each) => each !== undefined);
      return elements.length === first.elements.length ? { kind: "tuple", elements } : undefined;
    }
    case "object":
      return first.kind === "object" ? readObject(first.items, read, evaluateDefault) : undefined;
    default:
      return undefined;
  }
}

/** The plain type: optional attributes are there, null when not given. */
export function typeOfConstraint(constraint: TypeConstraint): Type {
  switch (constraint.kind) {
    case "primitive":
      return constraint.type;
    case "tuple":
      return ["tuple", constraint.elements.map(typeOfConstraint)];
    case "object":
      return objectType(constraint.attributes);
    default:
      return [constraint.kind, typeOfConstraint(constraint.element)];
  }
}

/** Fills in what is optional, then converts. Throws ConversionError. */
export function applyTypeConstraint(value: Value, constraint: TypeConstraint): Value {
  return convertValue(withDefaults(value, constraint), typeOfConstraint(constraint));
}

function keyword(name: string): TypeConstraint | undefined {
  switch (name) {
    case "any":
      return ANY;
    case "string":
    case "number":
    case "bool":
      return { kind: "primitive", type: name };
    case "list":
    case "set":
    case "map":
      return { kind: name, element: ANY };
    default:
      return undefined;
  }
}

function objectType(attributes: ReadonlyMap<string, AttributeConstraint>): ObjectType {
  return [
    "object",
    Object.fromEntries([...attributes].map(([name, each]) => [name, typeOfConstraint(each.constraint)])),
  ];
}

function readObject(
  items: readonly { readonly key: ExpressionNode; readonly value: ExpressionNode }[],
  read: (node: ExpressionNode | undefined) => TypeConstraint | undefined,
  evaluateDefault: (node: ExpressionNode) => Value,
): TypeConstraint | undefined {
  const attributes = new Map<string, AttributeConstraint>();
  for (const { key, value } of items) {
    const optional = value.kind === "call" && value.name === "optional";
    const constraint = read(optional ? value.arguments[0] : value);
    if (key.kind !== "literal" || typeof key.value !== "string" || constraint === undefined) return undefined;
    const fallback = optional ? value.arguments[1] : undefined;
    attributes.set(key.value, {
      constraint,
      optional,
      default: fallback === undefined ? null : evaluateDefault(fallback),
    });
  }
  return { kind: "object", attributes };
}

function withDefaults(value: Value, constraint: TypeConstraint): Value {
  switch (constraint.kind) {
    case "primitive":
      return value;
    case "list":
    case "set": {
      const elements = value instanceof SetValue ? value.elements : value;
      return isArray(elements) ? elements.map((each) => withDefaults(each, constraint.element)) : value;
    }
    case "tuple":
      return isArray(value)
        ? value.map((each, index) => withDefaults(each, constraint.elements[index] ?? ANY))
        : value;
    case "map":
      return isObjectValue(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, each]) => [key, withDefaults(each, constraint.element)]),
          )
        : value;
    case "object":
      return isObjectValue(value) ? withDefaultAttributes(value, constraint.attributes) : value;
  }
}

function withDefaultAttributes(
  value: { readonly [name: string]: Value },
  attributes: ReadonlyMap<string, AttributeConstraint>,
): Value {
  const entries: [string, Value][] = [];
  for (const [name, attribute] of attributes) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined && !attribute.optional) continue;
    const chosen = given === undefined || (given === null && attribute.optional) ? attribute.default : given;
    entries.push([name, withDefaults(chosen, attribute.constraint)]);
  }
  return Object.fromEntries(entries);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
