import type { ExpressionNode, NodeRange } from "./expression-node.js";

export type Directive =
  | { readonly kind: "if"; readonly condition: ExpressionNode }
  | { readonly kind: "else" | "endif" | "endfor" }
  | {
      readonly kind: "for";
      readonly first: string;
      readonly second: string | null;
      readonly collection: ExpressionNode;
    };

/** A template as it is written: a flat row of literals, interpolations and directives. */
export type TemplateToken =
  | (NodeRange & { readonly kind: "literal"; readonly text: string })
  | (NodeRange & Trims & { readonly kind: "interpolation"; readonly expression: ExpressionNode })
  | (NodeRange & Trims & { readonly kind: "directive"; readonly directive: Directive });

interface Trims {
  readonly trimBefore: boolean;
  readonly trimAfter: boolean;
}
