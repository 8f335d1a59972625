import type { getExpressionAst } from "@cdktf/hcl2json";
import type { Expression } from "../../modules/configuration/index.js";

type HashicorpTree = NonNullable<Awaited<ReturnType<typeof getExpressionAst>>>;
type Node = Expression["node"];

const OPERATORS: { readonly [name: string]: string } = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  modulo: "%",
  equal: "==",
  notEqual: "!=",
  lessThan: "<",
  lessThanOrEqual: "<=",
  greaterThan: ">",
  greaterThanOrEqual: ">=",
  logicalAnd: "&&",
  logicalOr: "||",
  negate: "-",
  logicalNot: "!",
};

/** The structure of HashiCorp's tree as text; parentheses and wrappers left out, as ours has none. */
export function shapeOfHashicorpTree(tree: HashicorpTree): string {
  const children = tree.children.map(shapeOfHashicorpTree);
  const meta = new Map(Object.entries(tree.meta ?? {}));
  switch (tree.type) {
    case "templateWrap":
    case "templateJoin" as string:
      return children[0] ?? "_";
    case "template":
      return templateShape(children);
    case "literalValue":
      return literalShape(String(meta.get("value")), String(meta.get("type")));
    case "scopeTraversal":
      return String(meta.get("fullAccessor")).replace(/\["([^"]*)"\]/g, "[$1]");
    case "relativeTraversal":
      return `(steps ${stepsOfAccessor(String(meta.get("fullAccessor")))} ${children.join(" ")})`;
    case "binaryOp":
    case "unaryOp":
      return `(${OPERATORS[String(meta.get("operator"))] ?? meta.get("operator")} ${children.join(" ")})`;
    case "function":
      return `(${meta.get("name")}${meta.get("expandedFinalArgument") === true ? "..." : ""} ${children.join(" ")})`;
    case "conditional":
    case "tuple":
    case "object":
    case "for":
    case "index":
    case "splat":
      return `(${[tree.type, ...children].join(" ")})`;
    default:
      return children[0] ?? "_";
  }
}

/** The structure of our tree in the same form. */
export function shapeOfNode(node: Node): string {
  switch (node.kind) {
    case "literal":
      return typeof node.value === "string" ? `'${node.value}` : `#${String(node.value)}`;
    case "traversal":
      return node.root + stepsShape(node.steps);
    case "relative":
      return `(steps ${stepsShape(node.steps)} ${shapeOfNode(node.source)})`;
    case "index":
      return `(index ${shapeOfNode(node.collection)} ${shapeOfNode(node.key)})`;
    case "splat":
      return `(splat ${shapeOfNode(node.source)} ${shapeOfNode(node.each)})`;
    case "item":
      return "_";
    case "call":
      return `(${node.name}${node.expandFinal ? "..." : ""} ${node.arguments.map(shapeOfNode).join(" ")})`;
    case "conditional":
      return `(conditional ${[node.condition, node.whenTrue, node.whenFalse].map(shapeOfNode).join(" ")})`;
    case "binary":
      return `(${node.operator} ${shapeOfNode(node.left)} ${shapeOfNode(node.right)})`;
    case "unary":
      return `(${node.operator} ${shapeOfNode(node.operand)})`;
    case "parentheses":
      return shapeOfNode(node.inner);
    case "tuple":
      return `(${["tuple", ...node.elements.map(shapeOfNode)].join(" ")})`;
    case "object":
      return `(${["object", ...node.items.flatMap(({ key, value }) => [key.kind === "literal" ? "_" : shapeOfNode(key), shapeOfNode(value)])].join(" ")})`;
    case "for":
      return `(${["for", ...[node.collection, node.key, node.value, node.condition].flatMap((part) => (part === null ? [] : [shapeOfNode(part)]))].join(" ")})`;
    case "template":
      return templateShape(node.parts.map(shapeOfNode));
    case "template_for":
      return shapeOfNode(node.loop);
    case "embedded":
      return shapeOfNode(node.node);
  }
}

/** A template of nothing but text is that text: our parser joins it at once, HashiCorp's when it evaluates. */
function templateShape(parts: readonly string[]): string {
  return parts.every((part) => part.startsWith("'"))
    ? `'${parts.map((part) => part.slice(1)).join("")}`
    : `(template ${parts.join(" ")})`;
}

/** `x[0]`, `1.5` and `"text".x` are steps without the dot or the brackets of their first one. */
function stepsOfAccessor(accessor: string): string {
  const quoted = accessor.replace(/\["([^"]*)"\]/g, "[$1]").replace(/^"([^"]*)"/, "[$1]");
  const indexed = quoted.replace(/^(\d+(?:\.\d+)?)(?=$|[.[])/, "[$1]");
  return indexed.startsWith("[") ? indexed : `.${indexed}`;
}

function literalShape(value: string, type: string): string {
  if (type === "number") return `#${String(Number(value))}`;
  return value === "null" || value === "true" || value === "false" ? `#${value}` : `'${value}`;
}

function stepsShape(steps: Extract<Node, { kind: "traversal" }>["steps"]): string {
  return steps.map((step) => (step.kind === "attribute" ? `.${step.name}` : `[${step.key}]`)).join("");
}
