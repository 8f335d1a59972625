import type { Parser } from "peggy";
import { normalForm } from "../conversion/normal-form.js";
import { buildNode } from "./build-node.js";
import type { ExpressionNode, TraversalStep } from "./expression-node.js";
import { generateParser } from "./generate-parser.js";
import type { START_RULES } from "./grammar.js";
import { TemplateSyntaxError } from "./template-syntax-error.js";

/** Parses one text; the same template gives the very same node again. */
export interface TemplateParser {
  /** A bare template: a string of Terraform JSON, a template file. Throws TemplateSyntaxError. */
  template(text: string): ExpressionNode;
  /** An expression without `${}`, as in a `.tfvars` file or on the command line. Throws TemplateSyntaxError. */
  expression(text: string): ExpressionNode;
  /** The `name = expression` lines of a `.tfvars` file. Throws TemplateSyntaxError. */
  attributes(text: string): readonly { readonly name: string; readonly value: ExpressionNode }[];
}

let ready: Promise<TemplateParser> | undefined;
let loaded: TemplateParser | undefined;

/**
 * Loads the parser; afterwards parsing is synchronous. The grammar is compiled when the first text comes that
 * is more than a plain reference, once in the process.
 */
export function loadTemplateParser(): Promise<TemplateParser> {
  ready ??= generateParser().then((generate) => {
    let generated: Parser | undefined;
    const parser = () => {
      generated ??= generate();
      return generated;
    };
    const parsed = remembering(
      (text) => plainReference(text) ?? parseWith<ExpressionNode>(parser(), text, "Bare"),
    );
    loaded = {
      template: (text) => plainText(text) ?? parsed(text),
      expression: remembering((text) => parseWith<ExpressionNode>(parser(), text, "Whole")),
      attributes: (text) => parseWith(parser(), text, "Attributes"),
    };
    return loaded;
  });
  return ready;
}

/** The parser, for what runs after `loadTemplateParser`: templates are also found while evaluating. */
export function loadedTemplateParser(): TemplateParser {
  if (loaded === undefined) throw new Error("loadTemplateParser has not been awaited");
  return loaded;
}

function remembering(parse: (text: string) => ExpressionNode): (text: string) => ExpressionNode {
  const known = new Map<string, ExpressionNode>();
  return (text) => {
    let node = known.get(text);
    if (node === undefined) {
      node = parse(text);
      known.set(text, node);
    }
    return node;
  };
}

const REFERENCE = /^\$\{([A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*|\[\d{1,9}\]|\["[^"\\$%\r\n]*"\])+)\}$/;
const STEP = /\.([^.[]+)|\[(\d+)\]|\["([^"]*)"\]/g;

/** Text without a template in it, which is most of a stack, is not worth remembering. */
function plainText(text: string): ExpressionNode | undefined {
  if (text.includes("${") || text.includes("%{")) return undefined;
  return { kind: "literal", value: normalForm(text), start: 0, end: text.length };
}

/** `${aws_launch_template.lt-a.id}` and its like, which are most references, need no grammar. */
function plainReference(text: string): ExpressionNode | undefined {
  const match = REFERENCE.exec(text);
  const root = match?.[1];
  const tail = match?.[2];
  if (root === undefined || tail === undefined || root === "true" || root === "false" || root === "null")
    return undefined;
  const steps = [...tail.matchAll(STEP)].map(([, name, index, key]): TraversalStep => {
    if (name !== undefined) return { kind: "attribute", name };
    return { kind: "index", key: index === undefined ? (key ?? "") : Number(index) };
  });
  return { kind: "traversal", root, steps, start: 2, end: text.length - 1 };
}

function parseWith<Result>(parser: Parser, text: string, startRule: (typeof START_RULES)[number]): Result {
  try {
    return parser.parse(text, { startRule, build: buildNode });
  } catch (error) {
    if (error instanceof parser.SyntaxError) {
      const { start, end } = error.location;
      throw new TemplateSyntaxError("Invalid expression", describe(error.message, text, start.offset), {
        start: start.offset,
        end: end.offset,
      });
    }
    throw error;
  }
}

function describe(message: string, text: string, offset: number): string {
  const near = text.slice(offset, offset + 20);
  return near === ""
    ? "The expression ends too early: a closing bracket, quote or operand is missing."
    : `The expression cannot be read from ${JSON.stringify(near)} on. ${message}`;
}
