import type { Value } from "../../values/index.js";
import { type FunctionContext, FunctionError } from "../functions/function-definition.js";
import { traversalsIn } from "../reading/references-of.js";
import type { Names, Scope } from "../scope.js";
import type { ExpressionNode, NodeRange } from "../syntax/expression-node.js";
import { loadedTemplateParser } from "../syntax/parse-template.js";
import { TemplateSyntaxError } from "../syntax/template-syntax-error.js";
import type { Environment } from "./environment.js";
import { EvaluationError } from "./evaluation-error.js";

type Evaluate = (node: ExpressionNode, environment: Environment) => Value;

const NOTHING: Scope = {
  resource: () => undefined,
  variable: () => undefined,
  local: () => undefined,
  path: { module: ".", root: ".", cwd: "." },
  workspace: "default",
  directory: ".",
  hasEphemeralVariables: false,
};

/** Renders a template's text, `name` saying in messages whose: only `variables` are in scope. Throws FunctionError. */
export function renderTemplate(
  text: string,
  variables: { readonly [name: string]: Value },
  name: string,
  functions: FunctionContext,
  evaluate: Evaluate,
): Value {
  const node = parse(text, name);
  const missing = traversalsIn(node).find(({ root }) => !Object.hasOwn(variables, root));
  if (missing !== undefined) {
    const place = placeIn(text, name, missing);
    throw new FunctionError(
      `vars map does not contain key ${JSON.stringify(missing.root)}, referenced at ${place}`,
      1,
    );
  }
  const names = Object.entries(variables).reduce<Names | undefined>(
    (outer, [name, value]) => ({ name, value, outer }),
    undefined,
  );
  try {
    return evaluate(node, { scope: NOTHING, names, item: null, functions });
  } catch (error) {
    if (error instanceof EvaluationError)
      throw new FunctionError(`${placeIn(text, name, error.range)}: ${error.summary}; ${error.detail}`);
    throw error;
  }
}

/** `file:line,column-column`, as Terraform names places in templates. */
function placeIn(text: string, name: string, { start, end }: NodeRange): string {
  const lines = text.slice(0, start).split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `${name}:${lines.length},${column}-${column + end - start}`;
}

function parse(text: string, name: string): ExpressionNode {
  try {
    return loadedTemplateParser().template(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError)
      throw new FunctionError(`${placeIn(text, name, error.range)}: ${error.summary}; ${error.detail}`, 0);
    throw error;
  }
}
