import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { isJsonArray, type JsonObject, type JsonValue } from "../json.js";
import type { ReadingContext } from "./reading-context.js";
import { makeSourceFile } from "./source-file.js";

/** A file's JSON object with its positions; undefined, and every problem reported, when it is none. */
export function parseJsonFile(
  context: ReadingContext,
  name: string,
  text: string,
): { readonly json: JsonObject; readonly file: ReturnType<typeof makeSourceFile> } | undefined {
  const file = makeSourceFile(name, text);
  const invalid = (summary: string, detail: string, start: number, end: number) => {
    context.diagnostics.push({
      severity: "error",
      code: "CONFIGURATION_JSON",
      summary,
      detail,
      location: file.locateOffsets(start, end),
    });
  };
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    const errors: ParseError[] = [];
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
    for (const { error, offset, length } of errors.slice(0, 10))
      invalid(
        "Invalid JSON",
        `This is not JSON: ${describe(printParseErrorCode(error))}.`,
        offset,
        offset + length,
      );
    if (errors.length === 0) invalid("Invalid JSON", "This is not JSON.", 0, 0);
    return undefined;
  }
  if (!isObject(json)) {
    invalid("Invalid JSON", "A Terraform JSON file must be an object.", 0, 0);
    return undefined;
  }
  for (const { key, offset, length } of duplicateKeys(text, json)) {
    invalid(
      "Duplicate JSON object property",
      `The property ${JSON.stringify(key)} stands twice in the same object; only one of them would count. Write it once.`,
      offset,
      offset + length,
    );
  }
  return { json, file };
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function describe(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

interface DuplicateKey {
  readonly key: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * JSON.parse keeps the last of equal keys without a word. Looking for them costs a full parse with positions,
 * so first the cheap proof that there are none: the text has as many properties as what was parsed.
 */
function duplicateKeys(text: string, json: JsonObject): DuplicateKey[] {
  if (propertiesWritten(text) === propertiesOf(json)) return [];
  const found: DuplicateKey[] = [];
  const visit = (node: Node) => {
    const seen = new Set<string>();
    for (const child of node.children ?? []) {
      const key = node.type === "object" ? child.children?.[0] : undefined;
      if (key !== undefined) {
        if (seen.has(key.value)) found.push({ key: key.value, offset: key.offset, length: key.length });
        seen.add(key.value);
      }
      visit(child);
    }
  };
  const tree = parseTree(text);
  if (tree !== undefined) visit(tree);
  return found;
}

/** The colons of a JSON text that stand outside strings. */
function propertiesWritten(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === COLON) count++;
    else if (code === QUOTE) index = endOfString(text, index);
  }
  return count;
}

const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== QUOTE)
    index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index;
}

function propertiesOf(json: JsonValue): number {
  if (json === null || typeof json !== "object") return 0;
  let count = isJsonArray(json) ? 0 : Object.keys(json).length;
  for (const element of Object.values(json)) count += propertiesOf(element);
  return count;
}
