import type { Path, Value } from "../../values/index.js";
import type { SourceFile } from "../body.js";
import type { Expression } from "../expression.js";
import { isJsonArray, isJsonObject, type JsonValue } from "../json.js";
import type { ExpressionNode } from "../syntax/expression-node.js";
import type { TemplateParser } from "../syntax/parse-template.js";
import { TemplateSyntaxError } from "../syntax/template-syntax-error.js";
import { referencesOf } from "./references-of.js";

/** What a JSON value means as an expression: strings are templates, arrays tuples, objects objects. */
export function makeExpression(
  json: JsonValue,
  file: SourceFile,
  path: Path,
  templates: TemplateParser,
): Expression {
  const node = nodeOfJson(json, templates);
  return {
    json,
    node,
    get references() {
      return referencesOf(node);
    },
    location: (range, inner = []) => file.locate([...path, ...inner], range),
  };
}

const known = new WeakMap<object, ExpressionNode>();

/**
 * The node of a JSON value; the same array or object gives the same node again. Throws TemplateSyntaxError,
 * or EmbeddedSyntaxError for a string inside an array or object.
 */
export function nodeOfJson(json: JsonValue, templates: TemplateParser): ExpressionNode {
  if (typeof json === "string") return templates.template(json);
  if (json === null || typeof json !== "object") return literal(json);
  let node = known.get(json);
  if (node === undefined) {
    node = nodeOfCollection(json, [], templates);
    known.set(json, node);
  }
  return node;
}

/** A string inside a JSON array or object that does not parse; `path` leads to it. */
export class EmbeddedSyntaxError extends TemplateSyntaxError {
  constructor(
    error: TemplateSyntaxError,
    readonly path: Path,
  ) {
    super(error.summary, error.detail, error.range);
    this.name = "EmbeddedSyntaxError";
  }
}

function nodeInside(json: JsonValue, path: Path, templates: TemplateParser): ExpressionNode {
  if (typeof json === "string") {
    const node = parseInside(json, path, templates);
    return node.kind === "literal"
      ? node
      : { kind: "embedded", path, node, start: node.start, end: node.end };
  }
  if (json === null || typeof json !== "object") return literal(json);
  return nodeOfCollection(json, path, templates);
}

function parseInside(text: string, path: Path, templates: TemplateParser): ExpressionNode {
  try {
    return templates.template(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new EmbeddedSyntaxError(error, path);
    throw error;
  }
}

function nodeOfCollection(json: JsonValue, path: Path, templates: TemplateParser): ExpressionNode {
  if (isJsonArray(json)) {
    const elements = json.map((element, index) => nodeInside(element, [...path, index], templates));
    const values = elements.map(literalValue);
    return values.every((value) => value !== undefined)
      ? literal(values)
      : { kind: "tuple", elements, start: 0, end: 0 };
  }
  const entries = isJsonObject(json) ? Object.entries(json) : [];
  const items = entries.map(([name, element]) => ({
    key: parseInside(name, path, templates),
    value: nodeInside(element, [...path, name], templates),
  }));
  const values: [string, Value][] = [];
  for (const { key, value } of items) {
    const plain = literalValue(value);
    if (key.kind === "literal" && typeof key.value === "string" && plain !== undefined)
      values.push([key.value, plain]);
  }
  return values.length === items.length
    ? literal(Object.fromEntries(values))
    : { kind: "object", items, start: 0, end: 0 };
}

function literal(value: Value): ExpressionNode {
  return { kind: "literal", value, start: 0, end: 0 };
}

function literalValue(node: ExpressionNode): Value | undefined {
  return node.kind === "literal" ? node.value : undefined;
}
