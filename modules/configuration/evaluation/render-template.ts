import type { Value } from "../../values/index.js";
import { type FunctionContext, FunctionError } from "../functions/function-definition.js";
import { referencesOf } from "../reading/references-of.js";
import type { Names, Scope } from "../scope.js";
import type { ExpressionNode } from "../syntax/expression-node.js";
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
};

/** Renders a template file's text: only `variables` are in scope. Throws FunctionError. */
export function renderTemplate(
  text: string,
  variables: { readonly [name: string]: Value },
  functionName: string,
  functions: FunctionContext,
  evaluate: Evaluate,
): Value {
  const node = parse(text, functionName);
  for (const { subject } of referencesOf(node)) {
    const [root = ""] = subject.split(".");
    if (!Object.hasOwn(variables, root))
      throw new FunctionError(
        `vars map does not contain key ${JSON.stringify(root)}, referenced in the template`,
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
    if (error instanceof EvaluationError) throw new FunctionError(`${error.summary}: ${error.detail}`);
    throw error;
  }
}

function parse(text: string, functionName: string): ExpressionNode {
  try {
    return loadedTemplateParser().template(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError)
      throw new FunctionError(`${functionName}: ${error.summary}; ${error.detail}`, 0);
    throw error;
  }
}
