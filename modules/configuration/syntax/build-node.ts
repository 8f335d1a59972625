import { normalForm } from "../conversion/normal-form.js";
import { assembleTemplate } from "./assemble-template.js";
import type { BinaryOperator, ExpressionNode, NodeRange, TraversalStep } from "./expression-node.js";
import { TemplateSyntaxError } from "./template-syntax-error.js";
import type { Directive, TemplateToken } from "./template-token.js";
import { unescapeQuoted } from "./unescape-quoted.js";

type End = { readonly end: number };

export type PostfixOperation =
  | (End & { readonly kind: "attribute"; readonly name: string })
  | (End & { readonly kind: "index"; readonly key: number })
  | (End & { readonly kind: "key"; readonly key: ExpressionNode })
  | (End & { readonly kind: "splat"; readonly steps: readonly PostfixOperation[] })
  | (End & { readonly kind: "full-splat"; readonly operations: readonly PostfixOperation[] });

interface LoopParts {
  readonly first: string;
  readonly second: string | null;
  readonly collection: ExpressionNode;
  readonly key: ExpressionNode | null;
  readonly value: ExpressionNode;
  readonly group: boolean;
  readonly condition: ExpressionNode | null;
}

/** What the grammar's actions call: one function for each kind of node. */
export const buildNode = {
  template(tokens: readonly TemplateToken[], range: NodeRange): ExpressionNode {
    return assembleTemplate(tokens, range);
  },
  heredoc(tokens: readonly TemplateToken[], flush: boolean, range: NodeRange): ExpressionNode {
    return assembleTemplate(tokens, range, { flush });
  },
  literalToken(text: string, { start, end }: NodeRange): TemplateToken {
    return {
      kind: "literal",
      text: normalForm(text.replaceAll("$${", "${").replaceAll("%%{", "%{")),
      start,
      end,
    };
  },
  quotedToken(text: string, { start, end }: NodeRange): TemplateToken {
    return { kind: "literal", text: normalForm(unescapeQuoted(text, start)), start, end };
  },
  interpolation(
    expression: ExpressionNode,
    trimBefore: boolean,
    trimAfter: boolean,
    { start, end }: NodeRange,
  ): TemplateToken {
    return { kind: "interpolation", expression, trimBefore, trimAfter, start, end };
  },
  directive(
    directive: Directive,
    trimBefore: boolean,
    trimAfter: boolean,
    { start, end }: NodeRange,
  ): TemplateToken {
    return { kind: "directive", directive, trimBefore, trimAfter, start, end };
  },
  conditional(
    condition: ExpressionNode,
    whenTrue: ExpressionNode,
    whenFalse: ExpressionNode,
    { start, end }: NodeRange,
  ): ExpressionNode {
    return { kind: "conditional", condition, whenTrue, whenFalse, start, end };
  },
  binary: climb,
  unary(operator: "-" | "!", operand: ExpressionNode, { start, end }: NodeRange): ExpressionNode {
    return { kind: "unary", operator, operand, start, end };
  },
  parentheses(inner: ExpressionNode, { start, end }: NodeRange): ExpressionNode {
    return { kind: "parentheses", inner, start, end };
  },
  tuple(elements: readonly ExpressionNode[], { start, end }: NodeRange): ExpressionNode {
    return { kind: "tuple", elements, start, end };
  },
  object(
    items: readonly { readonly key: ExpressionNode; readonly value: ExpressionNode }[],
    { start, end }: NodeRange,
  ): ExpressionNode {
    return { kind: "object", items, start, end };
  },
  /** An object's key: a bare name is itself, not a reference. */
  key(node: ExpressionNode): ExpressionNode {
    if (node.kind === "literal" && (node.value === null || typeof node.value === "boolean"))
      return { ...node, value: String(node.value) };
    if (node.kind !== "traversal") return node;
    if (node.steps.length === 0)
      return { kind: "literal", value: node.root, start: node.start, end: node.end };
    throw new TemplateSyntaxError(
      "Ambiguous attribute key",
      "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, wrap it in quotes to create a string literal.",
      node,
    );
  },
  loop(parts: LoopParts, { start, end }: NodeRange): ExpressionNode {
    const { first, second, collection, key, value, group, condition } = parts;
    const names = { keyName: second === null ? null : first, valueName: second ?? first };
    return { kind: "for", ...names, collection, key, value, group, condition, start, end };
  },
  call(
    name: string,
    args: readonly ExpressionNode[],
    expandFinal: boolean,
    { start, end }: NodeRange,
  ): ExpressionNode {
    return { kind: "call", name, arguments: args, expandFinal, start, end };
  },
  number(text: string, { start, end }: NodeRange): ExpressionNode {
    return { kind: "literal", value: Number(text), start, end };
  },
  name(name: string, { start, end }: NodeRange): ExpressionNode {
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true", start, end };
    if (name === "null") return { kind: "literal", value: null, start, end };
    return { kind: "traversal", root: name, steps: [], start, end };
  },
  postfix,
};

const PRECEDENCE: { readonly [operator in BinaryOperator]: number } = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/** Builds the tree of a row of operands and operators, all of which are left-associative. */
function climb(
  first: ExpressionNode,
  rest: readonly (readonly [BinaryOperator, ExpressionNode])[],
): ExpressionNode {
  let position = 0;
  const operands = (left: ExpressionNode, minimum: number): ExpressionNode => {
    let node = left;
    for (let next = rest[position]; next !== undefined; next = rest[position]) {
      const [operator, operand] = next;
      const precedence = PRECEDENCE[operator];
      if (precedence < minimum) return node;
      position++;
      const right = operands(operand, precedence + 1);
      node = { kind: "binary", operator, left: node, right, start: node.start, end: right.end };
    }
    return node;
  };
  return operands(first, 1);
}

function postfix(primary: ExpressionNode, operations: readonly PostfixOperation[]): ExpressionNode {
  return operations.reduce(apply, primary);
}

function apply(node: ExpressionNode, operation: PostfixOperation): ExpressionNode {
  const range = { start: node.start, end: operation.end };
  switch (operation.kind) {
    case "attribute":
      return step(node, { kind: "attribute", name: operation.name }, range);
    case "index":
      return step(node, { kind: "index", key: operation.key }, range);
    case "key": {
      const { key } = operation;
      if (key.kind === "literal" && (typeof key.value === "string" || typeof key.value === "number"))
        return step(node, { kind: "index", key: key.value }, range);
      return { kind: "index", collection: node, key, ...range };
    }
    case "splat":
    case "full-splat": {
      const item: ExpressionNode = { kind: "item", ...range };
      const inner = operation.kind === "splat" ? operation.steps : operation.operations;
      return { kind: "splat", source: node, each: postfix(item, inner), ...range };
    }
  }
}

function step(node: ExpressionNode, next: TraversalStep, range: NodeRange): ExpressionNode {
  if (node.kind === "traversal") return { ...node, steps: [...node.steps, next], ...range };
  if (node.kind === "relative") return { ...node, steps: [...node.steps, next], ...range };
  return { kind: "relative", source: node, steps: [next], ...range };
}
