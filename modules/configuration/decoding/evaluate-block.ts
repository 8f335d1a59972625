import { distance } from "fastest-levenshtein";
import type { Diagnostic } from "../../diagnostics/index.js";
import { type ObjectValue, type Path, SetValue, UNKNOWN, type Value } from "../../values/index.js";
import type { DecodableAttribute, DecodableBlock, DecodableNestedBlock } from "../block-schema.js";
import type { Body } from "../body.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { evaluateIn } from "../evaluation/evaluate-in.js";
import { EvaluationError } from "../evaluation/evaluation-error.js";
import { isJsonArray, type JsonValue } from "../json.js";
import { nodeOfJson } from "../reading/make-expression.js";
import type { Scope } from "../scope.js";
import { type Decoding, reportProblem } from "./decoding.js";
import { expandBlocks, type NestedBody } from "./expand-blocks.js";
import { toPlainValue } from "./to-plain-value.js";

export interface EvaluatedBlock {
  /**
   * Every attribute of the schema (null when absent) and every block (`[]` or null when absent). Sets are plain
   * arrays in canonical order; a `dynamic` block with an unknown `for_each` is Unknown as a whole.
   */
  readonly value: ObjectValue;
  /** Where sensitive values stand. */
  readonly sensitivePaths: readonly Path[];
  /** With errors, null stands at the places that could not be evaluated: do not plan with it. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Decodes a body of Terraform JSON by its schema, as Terraform does before it asks the provider: evaluates
 * expressions, converts to the attributes' types, expands `dynamic` blocks, and reports unsupported and missing
 * arguments in Terraform's words.
 */
export function evaluateBlock(body: Body, schema: DecodableBlock, scope: Scope): EvaluatedBlock {
  if (!isConstant(body)) return evaluateNow(body, schema, scope);
  const known = constants.get(body);
  if (known?.schema === schema) return known.evaluated;
  const evaluated = evaluateNow(body, schema, scope);
  constants.set(body, { schema, evaluated });
  return evaluated;
}

/** Bodies without a template mean the same in every scope: a stack that is walked again has them already. */
const constants = new WeakMap<
  Body,
  { readonly schema: DecodableBlock; readonly evaluated: EvaluatedBlock }
>();

function isConstant(body: Body): boolean {
  if (constants.has(body)) return true;
  return Object.entries(body.json).every(
    ([name, json]) => body.metaArguments.has(name) || isLiteral(json) || name === "//",
  );
}

function isLiteral(json: JsonValue): boolean {
  if (typeof json === "string") return !json.includes("${") && !json.includes("%{");
  if (json === null || typeof json !== "object") return true;
  if (isJsonArray(json)) return json.every(isLiteral);
  return Object.entries(json).every(([name, element]) => isLiteral(name) && isLiteral(element));
}

function evaluateNow(body: Body, schema: DecodableBlock, scope: Scope): EvaluatedBlock {
  const decoding: Decoding = { body, sensitivePaths: [], diagnostics: [], providerDiagnostics: [] };
  const value = decodeBlock(decoding, { json: body.json, path: [], scope }, schema, []);
  const { sensitivePaths, diagnostics, providerDiagnostics } = decoding;
  return { value, sensitivePaths, diagnostics: diagnostics.length > 0 ? diagnostics : providerDiagnostics };
}

function decodeBlock(
  decoding: Decoding,
  nested: NestedBody,
  schema: DecodableBlock,
  valuePath: Path,
): ObjectValue {
  checkNames(decoding, nested, schema, valuePath.length === 0);
  const object: { [name: string]: Value } = {};
  for (const name in schema.attributes) {
    const attribute = schema.attributes[name];
    if (attribute === undefined) continue;
    // Most attributes of a schema are not written, which must cost next to nothing.
    const absent = attribute.required !== true && !Object.hasOwn(nested.json, name);
    object[name] = absent ? null : decodeAttribute(decoding, nested, name, schema, [...valuePath, name]);
  }
  for (const name in schema.blocks) {
    const block = schema.blocks[name];
    if (block === undefined) continue;
    const absent = (block.minItems ?? 0) === 0 && !mayHold(nested, name);
    object[name] = absent
      ? block.nesting === "single"
        ? null
        : []
      : decodeNestedBlocks(decoding, nested, name, block, [...valuePath, name]);
  }
  return object;
}

function mayHold(nested: NestedBody, blockType: string): boolean {
  return Object.hasOwn(nested.json, blockType) || Object.hasOwn(nested.json, "dynamic");
}

function checkNames(decoding: Decoding, nested: NestedBody, schema: DecodableBlock, isRoot: boolean): void {
  for (const name of Object.keys(nested.json)) {
    if (Object.hasOwn(schema.attributes, name) || Object.hasOwn(schema.blocks, name)) continue;
    if (name === "//" || name === "dynamic") continue;
    if (isRoot && decoding.body.metaArguments.has(name)) continue;
    reportProblem(
      decoding,
      "Extraneous JSON object property",
      `No argument or block type is named ${JSON.stringify(name)}.${suggestion(name, schema)}`,
      [...nested.path, name],
    );
  }
}

/** Terraform's guess: a name that is at most two letters away. */
function suggestion(written: string, schema: DecodableBlock): string {
  const names = [...Object.keys(schema.attributes).sort(), ...Object.keys(schema.blocks).sort()];
  const near = names.find((name) => distance(written, name) < 3);
  return near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
}

function decodeAttribute(
  decoding: Decoding,
  nested: NestedBody,
  name: string,
  schema: DecodableBlock,
  valuePath: Path,
): Value {
  const attribute = schema.attributes[name];
  if (attribute === undefined) return null;
  const json = Object.hasOwn(nested.json, name) ? nested.json[name] : undefined;
  const path = [...nested.path, name];
  const value = json === undefined ? null : evaluateAttribute(decoding, json, nested, name, attribute, path);
  if (value === undefined) return null;
  if (value === null) {
    if (attribute.required === true)
      reportProblem(
        decoding,
        "Missing required argument",
        `The argument ${JSON.stringify(name)} is required, but no definition was found.`,
        json === undefined ? nested.path : path,
      );
    return null;
  }
  const readOnly = attribute.required !== true && attribute.optional !== true && attribute.computed === true;
  if (readOnly) reportReadOnly(decoding, schema, name, path);
  return toPlainValue(value, valuePath, decoding.sensitivePaths);
}

function reportReadOnly(decoding: Decoding, schema: DecodableBlock, name: string, path: Path): void {
  const [summary, detail] =
    schema.framework === true
      ? [
          "Invalid Configuration for Read-Only Attribute",
          "Cannot set value for this attribute as the provider has marked it as read-only. Remove the configuration line setting the value.\n\nRefer to the provider documentation or contact the provider developers for additional information about configurable and read-only attributes that are supported.",
        ]
      : [
          "Value for unconfigurable attribute",
          `Can't configure a value for ${JSON.stringify(name)}: its value will be decided automatically based on the result of applying this configuration.`,
        ];
  reportProblem(decoding, summary, detail, path, undefined, decoding.providerDiagnostics);
}

/** Undefined when it could not be evaluated, which is then reported. */
function evaluateAttribute(
  decoding: Decoding,
  json: JsonValue,
  nested: NestedBody,
  name: string,
  attribute: DecodableAttribute,
  path: Path,
): Value | undefined {
  try {
    return convertValue(evaluateIn(nodeOfJson(json, decoding.body.templates), nested.scope), attribute.type);
  } catch (error) {
    if (error instanceof ConversionError) {
      reportProblem(
        decoding,
        "Incorrect attribute value type",
        `Inappropriate value for attribute ${JSON.stringify(name)}: ${error.message}.`,
        path,
      );
      return undefined;
    }
    if (!(error instanceof EvaluationError)) throw error;
    reportProblem(decoding, error.summary, error.detail, [...path, ...error.path], error.range);
    return undefined;
  }
}

function decodeNestedBlocks(
  decoding: Decoding,
  nested: NestedBody,
  name: string,
  schema: DecodableNestedBlock,
  valuePath: Path,
): Value {
  const bodies = expandBlocks(decoding, nested, name);
  if (bodies === "unknown") return UNKNOWN;
  checkCount(decoding, nested, name, schema, bodies.length);
  if (schema.nesting === "single") {
    const [only] = bodies;
    return only === undefined ? null : decodeBlock(decoding, only, schema.block, valuePath);
  }
  if (schema.nesting === "set") return decodeSet(decoding, bodies, schema, valuePath);
  return bodies.map((body, index) => decodeBlock(decoding, body, schema.block, [...valuePath, index]));
}

/** The elements of a set have no index: one sensitive value in them makes the whole set sensitive. */
function decodeSet(
  decoding: Decoding,
  bodies: readonly NestedBody[],
  schema: DecodableNestedBlock,
  valuePath: Path,
): Value {
  const inside: Path[] = [];
  const elements = bodies.map((body) =>
    decodeBlock({ ...decoding, sensitivePaths: inside }, body, schema.block, valuePath),
  );
  if (inside.length > 0) decoding.sensitivePaths.push(valuePath);
  return new SetValue(elements).elements;
}

function checkCount(
  decoding: Decoding,
  nested: NestedBody,
  name: string,
  schema: DecodableNestedBlock,
  count: number,
): void {
  const minimum = schema.minItems ?? 0;
  const maximum = schema.nesting === "single" ? 1 : schema.maxItems;
  const path: Path = Object.hasOwn(nested.json, name) ? [...nested.path, name] : nested.path;
  const quoted = JSON.stringify(name);
  if (count < minimum)
    reportProblem(
      decoding,
      `Insufficient ${name} blocks`,
      `At least ${minimum} ${quoted} blocks are required.`,
      path,
    );
  if (maximum !== undefined && count > maximum)
    reportProblem(
      decoding,
      `Too many ${name} blocks`,
      `No more than ${maximum} ${quoted} blocks are allowed`,
      path,
    );
}
