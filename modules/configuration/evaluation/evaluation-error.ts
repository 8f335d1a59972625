import type { Path } from "../../values/index.js";
import type { NodeRange } from "../syntax/expression-node.js";

/**
 * An expression that cannot be evaluated, in Terraform's words. The range counts in the template's own text;
 * `path` leads to that template inside a JSON array or object.
 */
export class EvaluationError extends Error {
  constructor(
    readonly summary: string,
    readonly detail: string,
    readonly range: NodeRange,
    readonly path: Path = [],
  ) {
    super(`${summary}: ${detail}`);
    this.name = "EvaluationError";
  }
}
