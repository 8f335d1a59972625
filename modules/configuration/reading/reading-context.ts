import type { Diagnostic } from "../../diagnostics/index.js";
import type { Path } from "../../values/index.js";
import type { SourceFile } from "../body.js";
import type { Expression } from "../expression.js";
import type { JsonValue } from "../json.js";
import type { TemplateParser } from "../syntax/parse-template.js";
import { TemplateSyntaxError } from "../syntax/template-syntax-error.js";
import { EmbeddedSyntaxError, makeExpression } from "./make-expression.js";

/** A place in a file that is being read. */
export interface Place {
  readonly file: SourceFile;
  readonly path: Path;
}

/** What reading a configuration collects: problems, all of them. */
export interface ReadingContext {
  readonly templates: TemplateParser;
  readonly diagnostics: Diagnostic[];
}

export function at(place: Place, ...steps: Path): Place {
  return { file: place.file, path: [...place.path, ...steps] };
}

export function report(
  context: ReadingContext,
  place: Place,
  code: string,
  summary: string,
  detail: string,
): void {
  context.diagnostics.push({
    severity: "error",
    code: `CONFIGURATION_${code}`,
    summary,
    detail,
    location: place.file.locate(place.path),
  });
}

/** The expression at a place; a syntax error is reported, and null stands for it. */
export function readExpression(context: ReadingContext, json: JsonValue, place: Place): Expression {
  try {
    return makeExpression(json, place.file, place.path, context.templates);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    const inner = error instanceof EmbeddedSyntaxError ? error.path : [];
    context.diagnostics.push({
      severity: "error",
      code: "CONFIGURATION_SYNTAX",
      summary: error.summary,
      detail: error.detail,
      location: place.file.locate([...place.path, ...inner], error.range),
    });
    return makeExpression(null, place.file, place.path, context.templates);
  }
}
