import type { Diagnostic } from "../../diagnostics/index.js";
import {
  isObjectValue,
  isWhollyKnown,
  type ObjectValue,
  type Path,
  Unknown,
  type Value,
} from "../../values/index.js";
import type { AttributeSchema, BlockSchema, Schema } from "../schema.js";

/** A provider's complaint about a configuration, with the argument it is about. */
export interface ConfigDiagnostic extends Diagnostic {
  readonly path: Path;
}

/**
 * The legacy SDK's ValidateResourceConfig: accepted values, exclusive arguments, numbers of elements. Values
 * that are not known yet are accepted. Required arguments and numbers of blocks are the language's matter and
 * checked where the configuration is decoded.
 */
export function validateConfig(schema: Schema, config: ObjectValue): readonly ConfigDiagnostic[] {
  const found: ConfigDiagnostic[] = [];
  validateBlock(schema.block, config, [], config, found);
  return found;
}

function validateBlock(
  block: BlockSchema,
  value: ObjectValue,
  at: Path,
  root: ObjectValue,
  found: ConfigDiagnostic[],
): void {
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const given = value[name] ?? null;
    if (given === null && attribute.exactlyOneOf === undefined) continue;
    validateAttribute(attribute, given, [...at, name], root, found);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner = value[name] ?? null;
    if (!isSet(inner)) continue;
    const path = [...at, name];
    if (nested.conflictsWith !== undefined) addConflicts(nested.conflictsWith, path, root, found);
    if (isObjectValue(inner)) validateBlock(nested.block, inner, path, root, found);
    else if (Array.isArray(inner))
      inner.forEach((element: Value, index) => {
        if (isObjectValue(element)) validateBlock(nested.block, element, [...path, index], root, found);
      });
  }
}

function validateAttribute(
  attribute: AttributeSchema,
  value: Value,
  path: Path,
  root: ObjectValue,
  found: ConfigDiagnostic[],
): void {
  // An argument that may not stand here is not looked at any closer.
  const before = found.length;
  if (attribute.exactlyOneOf !== undefined) addExactlyOne(attribute.exactlyOneOf, path, root, found);
  if (found.length > before || value === null || !isWhollyKnown(value)) return;
  if (attribute.conflictsWith !== undefined) addConflicts(attribute.conflictsWith, path, root, found);
  if (found.length > before) return;
  if (Array.isArray(value)) addCount(attribute, value.length, path, found);
  if (typeof value === "number" && !Number.isInteger(value) && attribute.float !== true) {
    const problem = `Attribute must be a whole number, got ${value}`;
    found.push(problemAt(path, "PROVIDER_INVALID_VALUE", problem));
    return;
  }
  const { validate } = attribute;
  if (validate === undefined) return;
  const elements: readonly (readonly [Path, Value])[] = Array.isArray(value)
    ? value.map((element: Value, index) => [[...path, index], element] as const)
    : [[path, value]];
  for (const [place, element] of elements) {
    for (const problem of [validate(element, dotted(place)) ?? []].flat())
      found.push(problemAt(path, "PROVIDER_INVALID_VALUE", problem));
  }
}

function addConflicts(
  names: readonly string[],
  path: Path,
  root: ObjectValue,
  found: ConfigDiagnostic[],
): void {
  const other = names.find((name) => {
    const value = lookUp(root, name);
    return isSet(value) && !(value instanceof Unknown);
  });
  if (other === undefined) return;
  const detail = `"${dotted(path)}": conflicts with ${other}`;
  found.push(problemAt(path, "PROVIDER_CONFLICT", "Conflicting configuration arguments", detail));
}

function addExactlyOne(
  names: readonly string[],
  path: Path,
  root: ObjectValue,
  found: ConfigDiagnostic[],
): void {
  const sorted = [...names].sort();
  const values = sorted.map((name) => [name, lookUp(root, name)] as const);
  const specified = values.filter(([, value]) => isSet(value) && !(value instanceof Unknown));
  const list = sorted.join(",");
  const key = dotted(path);
  if (specified.length === 0 && !values.some(([, value]) => value instanceof Unknown)) {
    const detail = `"${key}": one of \`${list}\` must be specified`;
    found.push(problemAt(path, "PROVIDER_EXACTLY_ONE", "Invalid combination of arguments", detail));
  } else if (specified.length > 1) {
    const both = specified.map(([name]) => name).join(",");
    const detail = `"${key}": only one of \`${list}\` can be specified, but \`${both}\` were specified.`;
    found.push(problemAt(path, "PROVIDER_EXACTLY_ONE", "Invalid combination of arguments", detail));
  }
}

function addCount(attribute: AttributeSchema, count: number, path: Path, found: ConfigDiagnostic[]): void {
  const { minItems, maxItems } = attribute;
  const name = dotted(path);
  if (maxItems !== undefined && count > maxItems)
    found.push(
      problemAt(
        path,
        "PROVIDER_TOO_MANY_ITEMS",
        "Too many list items",
        `Attribute ${name} supports ${maxItems} item maximum, but config has ${count} declared.`,
      ),
    );
  if (minItems !== undefined && count < minItems)
    found.push(
      problemAt(
        path,
        "PROVIDER_NOT_ENOUGH_ITEMS",
        "Not enough list items",
        `Attribute ${name} requires ${minItems} item minimum, but config has only ${count} declared.`,
      ),
    );
}

/** The value at a path in the SDK's notation, e.g. `launch_template.0.name`. */
function lookUp(root: ObjectValue, name: string): Value {
  let value: Value = root;
  for (const step of name.split(".")) {
    if (Array.isArray(value)) value = value[Number(step)] ?? null;
    else if (isObjectValue(value)) value = value[step] ?? null;
    else return null;
  }
  return value;
}

function isSet(value: Value): boolean {
  return value !== null && !(Array.isArray(value) && value.length === 0);
}

function dotted(path: Path): string {
  return path.join(".");
}

function problemAt(path: Path, code: string, summary: string, detail?: string): ConfigDiagnostic {
  return { severity: "error", code, summary, path, ...(detail === undefined ? {} : { detail }) };
}
