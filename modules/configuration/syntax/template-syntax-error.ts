import type { NodeRange } from "./expression-node.js";

/** An expression or template that does not parse; the range counts in the template's own text. */
export class TemplateSyntaxError extends Error {
  constructor(
    readonly summary: string,
    readonly detail: string,
    readonly range: NodeRange,
  ) {
    super(`${summary}: ${detail}`);
    this.name = "TemplateSyntaxError";
  }
}
