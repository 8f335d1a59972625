import type { SourceLocation } from "../diagnostics/index.js";
import type { Path } from "../values/index.js";
import type { JsonValue } from "./json.js";
import type { Reference } from "./reference.js";
import type { ExpressionNode, NodeRange } from "./syntax/expression-node.js";

/** An argument's expression: its JSON as written, and what it means. */
export interface Expression {
  readonly json: JsonValue;
  readonly node: ExpressionNode;
  /** In order of appearance, duplicates kept. */
  readonly references: readonly Reference[];
  /**
   * Where the expression stands in the Terraform JSON; or a part of it: these characters of the string that
   * `inner` leads to.
   */
  readonly location: (range?: NodeRange, inner?: Path) => SourceLocation;
}
