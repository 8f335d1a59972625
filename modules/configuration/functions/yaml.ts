import { LineCounter, parseDocument, type ScalarTag } from "yaml";
import { isObjectValue, SetValue, type Value } from "../../values/index.js";
import { formatNumber } from "../conversion/format-number.js";
import { sortedEntries } from "../evaluation/iterate.js";
import { FunctionError } from "./function-definition.js";
import { encodeJsonString } from "./json-encoding.js";

/** A known value as YAML the way go-cty-yaml writes it: block style, keys and strings in double quotes. */
export function encodeYaml(value: Value): string {
  // A document that is a plain scalar is ended explicitly.
  if (typeof value === "string") return entry(value, 1);
  if (isScalar(value))
    return `${scalar(value)}\n${value === null || typeof value === "number" || typeof value === "boolean" ? "...\n" : ""}`;
  return block(value, 0);
}

function isScalar(value: Value): boolean {
  return value === null || typeof value !== "object" || Object.keys(elements(value)).length === 0;
}

function elements(value: Value): object {
  return value instanceof SetValue
    ? value.elements
    : typeof value === "object" && value !== null
      ? value
      : {};
}

function scalar(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return String(value);
  return isObjectValue(value) ? "{}" : "[]";
}

function quoted(text: string): string {
  return encodeJsonString(text).replace(/\\u003c|\\u003e|\\u0026/g, (code) => JSON.parse(`"${code}"`));
}

function block(value: Value, depth: number): string {
  const indent = "  ".repeat(depth);
  if (isObjectValue(value)) {
    return sortedEntries(value)
      .map(([key, element]) => {
        const name = `${indent}${quoted(key)}:`;
        if (isScalar(element)) return `${name} ${entry(element, depth + 1)}`;
        return `${name}\n${block(element, isObjectValue(element) ? depth + 1 : depth)}`;
      })
      .join("");
  }
  const items = value instanceof SetValue ? value.elements : isArray(value) ? value : [];
  return items
    .map((element) => {
      if (isScalar(element)) return `${indent}- ${entry(element, depth + 1)}`;
      return `${indent}- ${block(element, depth + 1).trimStart()}`;
    })
    .join("");
}

/** A scalar in its place: a text of several lines stands as a literal block. */
function entry(value: Value, depth: number): string {
  if (typeof value !== "string" || !value.includes("\n")) return `${scalar(value)}\n`;
  const indent = "  ".repeat(depth);
  const body = value.endsWith("\n") ? value.slice(0, -1) : value;
  const chomping = value.endsWith("\n") ? (value.endsWith("\n\n") ? "+" : "") : "-";
  const lines = body.split("\n").map((line) => (line === "" ? "" : indent + line));
  const hint = /^[ \n]/.test(value) ? "2" : "";
  return `|${hint}${chomping}\n${lines.join("\n")}\n`;
}

/** Terraform reads YAML 1.1's words for true and false. */
const BOOLEAN: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/,
  resolve: (text) => /^(?:y|on)/i.test(text),
};

/** Dates become RFC 3339 timestamps. */
const TIMESTAMP: ScalarTag = {
  tag: "tag:yaml.org,2002:timestamp",
  default: true,
  test: /^\d{4}-\d\d-\d\d$/,
  resolve: (text) => `${text}T00:00:00Z`,
};

/** YAML as a value: mappings are objects, sequences tuples. Throws FunctionError with line and column. */
export function decodeYaml(text: string): Value {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    version: "1.2",
    customTags: [BOOLEAN, TIMESTAMP],
  });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new FunctionError(`on line ${line}, column ${col}: ${problem.message.split(/ at line|\n/)[0]}`);
  }
  if (text.trim() === "") throw new FunctionError("on line 1, column 1: missing start of document");
  return valueOfYaml(document.toJS({ maxAliasCount: 100 }));
}

function valueOfYaml(node: unknown): Value {
  if (node === null || node === undefined) return null;
  if (typeof node === "string" || typeof node === "number" || typeof node === "boolean") return node;
  if (Array.isArray(node)) return node.map(valueOfYaml);
  if (typeof node === "object")
    return Object.fromEntries(Object.entries(node).map(([key, element]) => [key, valueOfYaml(element)]));
  throw new FunctionError(`a value of type ${typeof node} is not supported`);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
