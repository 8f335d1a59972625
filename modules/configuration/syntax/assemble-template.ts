import type { ExpressionNode, NodeRange } from "./expression-node.js";
import { TemplateSyntaxError } from "./template-syntax-error.js";
import type { Directive, TemplateToken } from "./template-token.js";

/**
 * Makes one node of a template's tokens: `~` trims the neighbouring literal, `<<-` takes off the common
 * indentation, directives become conditionals and loops. Source: `hclsyntax/parser_template.go`.
 */
export function assembleTemplate(
  tokens: readonly TemplateToken[],
  range: NodeRange,
  options: { readonly flush?: boolean } = {},
): ExpressionNode {
  const trimmed = trimLiterals(tokens);
  const flat = options.flush === true ? flushIndentation(trimmed) : trimmed;
  const [only] = flat;
  if (flat.length === 1 && only?.kind === "interpolation") return only.expression;
  const cursor: Cursor = { tokens: flat, position: 0 };
  const parts = readParts(cursor, []);
  const left = cursor.tokens[cursor.position];
  if (left?.kind === "directive") throw unexpected(left.directive, left);
  return joined(parts, range);
}

interface Cursor {
  readonly tokens: readonly TemplateToken[];
  position: number;
}

function joined(parts: readonly ExpressionNode[], range: NodeRange): ExpressionNode {
  if (parts.every((part) => part.kind === "literal" && typeof part.value === "string")) {
    const text = parts.map((part) => (part.kind === "literal" ? String(part.value) : "")).join("");
    return { kind: "literal", value: text, start: range.start, end: range.end };
  }
  return { kind: "template", parts, start: range.start, end: range.end };
}

function readParts(cursor: Cursor, until: readonly Directive["kind"][]): ExpressionNode[] {
  const parts: ExpressionNode[] = [];
  for (;;) {
    const token = cursor.tokens[cursor.position];
    if (token === undefined) return parts;
    if (token.kind === "directive" && until.includes(token.directive.kind)) return parts;
    if (token.kind === "directive" && token.directive.kind !== "if" && token.directive.kind !== "for")
      return parts;
    cursor.position++;
    parts.push(readPart(token, cursor));
  }
}

function readPart(token: TemplateToken, cursor: Cursor): ExpressionNode {
  if (token.kind === "literal")
    return { kind: "literal", value: token.text, start: token.start, end: token.end };
  if (token.kind === "interpolation") return token.expression;
  return token.directive.kind === "if"
    ? readIf(token.directive.condition, token, cursor)
    : readFor(token.directive, token, cursor);
}

function readIf(condition: ExpressionNode, opening: NodeRange, cursor: Cursor): ExpressionNode {
  const thenParts = readParts(cursor, ["else", "endif"]);
  let closing = expectDirective(cursor, ["else", "endif"], "if", opening);
  let otherwise: ExpressionNode[] = [];
  const middle = closing;
  if (closing.directive.kind === "else") {
    otherwise = readParts(cursor, ["endif"]);
    closing = expectDirective(cursor, ["endif"], "if", opening);
  }
  return {
    kind: "conditional",
    condition,
    whenTrue: joined(thenParts, { start: opening.end, end: middle.start }),
    whenFalse: joined(otherwise, { start: middle.end, end: closing.start }),
    start: opening.start,
    end: closing.end,
  };
}

function readFor(directive: Directive, opening: NodeRange, cursor: Cursor): ExpressionNode {
  if (directive.kind !== "for") throw unexpected(directive, opening);
  const body = readParts(cursor, ["endfor"]);
  const closing = expectDirective(cursor, ["endfor"], "for", opening);
  const range = { start: opening.start, end: closing.end };
  return {
    kind: "template_for",
    loop: {
      kind: "for",
      keyName: directive.second === null ? null : directive.first,
      valueName: directive.second ?? directive.first,
      collection: directive.collection,
      key: null,
      value: joined(body, { start: opening.end, end: closing.start }),
      condition: null,
      group: false,
      ...range,
    },
    ...range,
  };
}

function expectDirective(
  cursor: Cursor,
  wanted: readonly Directive["kind"][],
  opened: string,
  opening: NodeRange,
): NodeRange & { readonly directive: Directive } {
  const token = cursor.tokens[cursor.position];
  if (token?.kind !== "directive") {
    throw new TemplateSyntaxError(
      "Unexpected end of template",
      `The ${opened} directive has no corresponding end${opened} directive.`,
      opening,
    );
  }
  if (!wanted.includes(token.directive.kind)) throw unexpected(token.directive, token);
  cursor.position++;
  return token;
}

function unexpected(directive: Directive, range: NodeRange): TemplateSyntaxError {
  return new TemplateSyntaxError(
    `Unexpected ${directive.kind} directive`,
    `There is no block here that a ${directive.kind} directive could belong to.`,
    range,
  );
}

function trimLiterals(tokens: readonly TemplateToken[]): TemplateToken[] {
  return tokens.map((token, index) => {
    if (token.kind !== "literal") return token;
    const previous = tokens[index - 1];
    const next = tokens[index + 1];
    let text = token.text;
    if (previous !== undefined && previous.kind !== "literal" && previous.trimAfter) text = text.trimStart();
    if (next !== undefined && next.kind !== "literal" && next.trimBefore) text = text.trimEnd();
    return text === token.text ? token : { ...token, text };
  });
}

/** `<<-`: the smallest indentation of all lines is taken off each; blank lines do not count. */
function flushIndentation(tokens: readonly TemplateToken[]): TemplateToken[] {
  let smallest = Number.POSITIVE_INFINITY;
  const lineStarts = new Set<TemplateToken>();
  let newLine = true;
  for (const token of tokens) {
    if (newLine) {
      newLine = false;
      if (token.kind !== "literal") smallest = 0;
      else if (token.text.trimStart() !== "" || !token.text.endsWith("\n")) {
        lineStarts.add(token);
        smallest = Math.min(smallest, token.text.length - token.text.trimStart().length);
      }
    }
    if (token.kind === "literal" && token.text.endsWith("\n")) newLine = true;
  }
  return tokens.map((token) =>
    token.kind === "literal" && lineStarts.has(token)
      ? { ...token, text: token.text.slice(smallest) }
      : token,
  );
}
