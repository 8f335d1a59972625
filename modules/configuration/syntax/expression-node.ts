import type { Path, Value } from "../../values/index.js";

/** Offsets, in UTF-16 units, into the template text that the node was parsed from; `end` is exclusive. */
export interface NodeRange {
  readonly start: number;
  readonly end: number;
}

export type TraversalStep =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "index"; readonly key: string | number };

export type BinaryOperator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

/** An expression of the Terraform language. Nodes hold no file, so that equal texts can share them. */
export type ExpressionNode =
  | LiteralNode
  | TraversalNode
  | RelativeNode
  | IndexNode
  | SplatNode
  | ItemNode
  | CallNode
  | ConditionalNode
  | BinaryNode
  | UnaryNode
  | ParenthesesNode
  | TupleNode
  | ObjectNode
  | ForNode
  | TemplateNode
  | TemplateForNode
  | EmbeddedNode;

export interface LiteralNode extends NodeRange {
  readonly kind: "literal";
  readonly value: Value;
}

/** `aws_x.y.z[0]`: a name and static steps. */
export interface TraversalNode extends NodeRange {
  readonly kind: "traversal";
  readonly root: string;
  readonly steps: readonly TraversalStep[];
}

/** Static steps into the result of an expression that is no plain name, e.g. `f(x).y`. */
export interface RelativeNode extends NodeRange {
  readonly kind: "relative";
  readonly source: ExpressionNode;
  readonly steps: readonly TraversalStep[];
}

export interface IndexNode extends NodeRange {
  readonly kind: "index";
  readonly collection: ExpressionNode;
  readonly key: ExpressionNode;
}

/** `x[*].y` and `x.*.y`: `each` is evaluated with every element as its `item`. */
export interface SplatNode extends NodeRange {
  readonly kind: "splat";
  readonly source: ExpressionNode;
  readonly each: ExpressionNode;
}

export interface ItemNode extends NodeRange {
  readonly kind: "item";
}

export interface CallNode extends NodeRange {
  readonly kind: "call";
  readonly name: string;
  readonly arguments: readonly ExpressionNode[];
  /** `f(x...)`: the last argument's elements are arguments each. */
  readonly expandFinal: boolean;
}

export interface ConditionalNode extends NodeRange {
  readonly kind: "conditional";
  readonly condition: ExpressionNode;
  readonly whenTrue: ExpressionNode;
  readonly whenFalse: ExpressionNode;
}

export interface BinaryNode extends NodeRange {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}

export interface UnaryNode extends NodeRange {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly operand: ExpressionNode;
}

export interface ParenthesesNode extends NodeRange {
  readonly kind: "parentheses";
  readonly inner: ExpressionNode;
}

export interface TupleNode extends NodeRange {
  readonly kind: "tuple";
  readonly elements: readonly ExpressionNode[];
}

export interface ObjectNode extends NodeRange {
  readonly kind: "object";
  readonly items: readonly { readonly key: ExpressionNode; readonly value: ExpressionNode }[];
}

export interface ForNode extends NodeRange {
  readonly kind: "for";
  readonly keyName: string | null;
  readonly valueName: string;
  readonly collection: ExpressionNode;
  /** Null: yields a tuple. */
  readonly key: ExpressionNode | null;
  readonly value: ExpressionNode;
  readonly condition: ExpressionNode | null;
  readonly group: boolean;
}

/** Parts joined to a string. A template of one interpolation alone is no template but that expression. */
export interface TemplateNode extends NodeRange {
  readonly kind: "template";
  readonly parts: readonly ExpressionNode[];
}

/** `%{ for … }`: the results of a `for`, joined. */
export interface TemplateForNode extends NodeRange {
  readonly kind: "template_for";
  readonly loop: ForNode;
}

/** A JSON string inside a JSON array or object: its ranges count from that string's own start. */
export interface EmbeddedNode extends NodeRange {
  readonly kind: "embedded";
  readonly path: Path;
  readonly node: ExpressionNode;
}
