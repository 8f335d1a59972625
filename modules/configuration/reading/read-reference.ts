import type { InstanceAddress } from "../configuration.js";
import type { JsonValue } from "../json.js";
import type { Reference } from "../reference.js";
import type { ExpressionNode, TraversalNode } from "../syntax/expression-node.js";
import { TemplateSyntaxError } from "../syntax/template-syntax-error.js";
import { type Place, type ReadingContext, report } from "./reading-context.js";
import { referenceOf } from "./references-of.js";

/** A bare reference such as `aws_x.y` (`"${aws_x.y}"` is taken as well); undefined and reported when it is none. */
export function readReference(context: ReadingContext, json: JsonValue, place: Place): Reference | undefined {
  const node = readTraversal(context, json, place);
  return node === undefined ? undefined : referenceOf(node);
}

/** The traversal that a string is, without its surroundings. */
export function readTraversal(
  context: ReadingContext,
  json: JsonValue,
  place: Place,
): TraversalNode | undefined {
  const node = typeof json === "string" ? parseTraversal(context, json) : undefined;
  if (node !== undefined) return node;
  report(
    context,
    place,
    "INVALID_REFERENCE",
    "Invalid reference",
    `${JSON.stringify(json)} is no reference. Write an address such as "aws_launch_template.a" or an attribute path such as "tags[\\"Name\\"]".`,
  );
  return undefined;
}

/** The traversal that a text is, or undefined where it is anything else. */
export function parseTraversal(context: ReadingContext, text: string): TraversalNode | undefined {
  const node = parse(context, text);
  return node?.kind === "traversal" ? node : undefined;
}

function parse(context: ReadingContext, text: string): ExpressionNode | undefined {
  try {
    return text.includes("${") ? context.templates.template(text) : context.templates.expression(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined;
    throw error;
  }
}

/** An address of `moved` or `removed`, with its literal instance key if any. */
export function readInstanceAddress(
  context: ReadingContext,
  json: JsonValue,
  place: Place,
): InstanceAddress | undefined {
  const reference = readReference(context, json, place);
  return reference === undefined ? undefined : { resource: reference.subject, key: reference.key };
}
