import type { Reference, ReferenceKind } from "../reference.js";
import type { ExpressionNode, ForNode, TraversalNode, TraversalStep } from "../syntax/expression-node.js";

const known = new WeakMap<ExpressionNode, readonly Reference[]>();

/** The static references of an expression in order of appearance; names bound by `for` are not references. */
export function referencesOf(node: ExpressionNode): readonly Reference[] {
  let references = known.get(node);
  if (references === undefined) {
    references = traversalsIn(node).map(referenceOf);
    known.set(node, references);
  }
  return references;
}

/** The same as they stand in the expression. */
export function traversalsIn(node: ExpressionNode): readonly TraversalNode[] {
  const found: TraversalNode[] = [];
  visit(node, new Set(), found);
  return found;
}

function visit(node: ExpressionNode, bound: ReadonlySet<string>, found: TraversalNode[]): void {
  if (node.kind === "traversal") {
    if (!bound.has(node.root)) found.push(node);
    return;
  }
  if (node.kind === "for") {
    visit(node.collection, bound, found);
    const inside = new Set([...bound, node.valueName]);
    if (node.keyName !== null) inside.add(node.keyName);
    for (const inner of [node.key, node.value, node.condition])
      if (inner !== null) visit(inner, inside, found);
    return;
  }
  for (const child of childrenOf(node)) visit(child, bound, found);
}

function childrenOf(node: Exclude<ExpressionNode, TraversalNode | ForNode>): readonly ExpressionNode[] {
  switch (node.kind) {
    case "literal":
    case "item":
      return [];
    case "relative":
      return [node.source];
    case "index":
      return [node.collection, node.key];
    case "splat":
      return [node.source, node.each];
    case "call":
      return node.arguments;
    case "conditional":
      return [node.condition, node.whenTrue, node.whenFalse];
    case "binary":
      return [node.left, node.right];
    case "unary":
      return [node.operand];
    case "parentheses":
      return [node.inner];
    case "tuple":
      return node.elements;
    case "object":
      return node.items.flatMap((item) => [item.key, item.value]);
    case "template":
      return node.parts;
    case "template_for":
      return [node.loop];
    case "embedded":
      return [node.node];
  }
}

const OBJECTS: { readonly [root: string]: ReferenceKind } = {
  var: "variable",
  local: "local",
  each: "each",
  count: "count",
  path: "path",
  terraform: "terraform",
  module: "module",
};

/** What a traversal refers to: its subject, a literal instance key, and the steps after these. */
export function referenceOf(node: TraversalNode): Reference {
  const { root, steps } = node;
  if (root === "self") return { kind: "self", subject: "self", key: null, ...stepsOf(steps) };
  const object = OBJECTS[root];
  if (object !== undefined && object !== "module")
    return { kind: object, subject: `${root}.${nameOf(steps[0])}`, key: null, ...stepsOf(steps.slice(1)) };
  const isData = root === "data";
  const names = isData ? 2 : 1;
  const subject = [root, ...steps.slice(0, names).map(nameOf)].join(".");
  const next = steps[names];
  const key = next?.kind === "index" ? next.key : null;
  const rest = stepsOf(steps.slice(key === null ? names : names + 1));
  return { kind: object ?? (isData ? "data" : "resource"), subject, key, ...rest };
}

function nameOf(step: TraversalStep | undefined): string {
  if (step === undefined) return "";
  return step.kind === "attribute" ? step.name : String(step.key);
}

function stepsOf(steps: readonly TraversalStep[]): Pick<Reference, "remaining" | "remainingIndexes"> {
  return {
    remaining: steps.map((step) => (step.kind === "attribute" ? step.name : step.key)),
    remainingIndexes: steps.map((step) => step.kind === "index"),
  };
}
