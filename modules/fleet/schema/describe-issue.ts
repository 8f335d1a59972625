import type { Diagnostic } from "../../diagnostics/index.js";
import { type FleetDocument, locateNearest } from "../document/fleet-document.js";
import type { PathStep } from "../origin.js";
import { suggestion } from "../suggestion.js";
import { type Issue, steps } from "./parse-leniently.js";
import { type SchemaNode, schemaAt } from "./schema-at.js";

/** What a schema issue says to a person: one diagnostic, or one for each unknown key. */
export function describeIssue(
  issue: Issue,
  document: FleetDocument,
  root: readonly PathStep[],
): Diagnostic[] {
  const path = [...root, ...steps(issue.path)];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(document, path, key));
  if (issue.code === "invalid_key") return [invalidKey(document, path, issue.issues[0]?.message)];
  const found = valueAt(document.value, path);
  if (found === undefined) return [missingKey(document, path)];
  if (issue.code === "invalid_type" || (issue.code === "invalid_union" && typeof found !== "string")) {
    return [wrongType(document, path, found, issue)];
  }
  if (issue.code === "invalid_value") return [notOneOf(document, path, found, issue.values.map(String))];
  return [
    error(
      document,
      path,
      "FLEET_INVALID_VALUE",
      `${shown(found)} is not right for ${quoted(path)}`,
      valueAdvice(issue),
    ),
  ];
}

function unknownKey(document: FleetDocument, path: readonly PathStep[], key: string): Diagnostic {
  const known = Object.keys(schemaAt(path)?.properties ?? {});
  const meant = suggestion(key, known);
  const place = path.length === 0 ? "at the top of a fleet file" : `in ${quoted(path)}`;
  const detail =
    meant === undefined
      ? `Known ${place}: ${known.join(", ")}.`
      : `Did you mean "${meant}"? Known ${place}: ${known.join(", ")}.`;
  return {
    ...error(document, [...path, key], "FLEET_UNKNOWN_KEY", `Unknown key "${key}"`, detail),
    location: document.locateKey([...path, key]) ?? locateNearest(document, path),
  };
}

function invalidKey(
  document: FleetDocument,
  path: readonly PathStep[],
  message: string | undefined,
): Diagnostic {
  return {
    ...error(
      document,
      path,
      "FLEET_INVALID_VALUE",
      `${shown(path.at(-1))} cannot be a key of ${quoted(path.slice(0, -1))}`,
      sentence(message ?? "Write another key"),
    ),
    location: document.locateKey(path) ?? locateNearest(document, path),
  };
}

function missingKey(document: FleetDocument, path: readonly PathStep[]): Diagnostic {
  const schema = schemaAt(path);
  const example = exampleOf(schema);
  const key = String(path.at(-1));
  const description = schema?.description === undefined ? "" : ` ${schema.description}`;
  const detail = `${example === undefined ? `Add "${key}".` : `Add it, e.g. ${key}: ${example}.`}${description}`;
  return error(document, path, "FLEET_MISSING_KEY", `${quoted(path)} is missing`, detail);
}

function wrongType(
  document: FleetDocument,
  path: readonly PathStep[],
  found: unknown,
  issue: Issue,
): Diagnostic {
  const schema = schemaAt(path);
  const wanted = wantedType(schema, issue);
  const written = document.sourceOf(path);
  let detail: string;
  if (found === null) detail = "Nothing stands after it. Write a value, or remove the key.";
  else if (wanted === "a string" && (typeof found === "number" || typeof found === "boolean")) {
    detail = `Put it in quotes: "${written ?? String(found)}".`;
    if (typeof found === "number" && written !== undefined && String(found) !== written) {
      detail += ` Without them YAML reads it as the number ${String(found)}.`;
    }
  } else if (issue.code === "invalid_union") detail = sentence(issue.message);
  else {
    const example = exampleOf(schema);
    detail = `Write ${wanted}${example === undefined ? "" : `, e.g. ${example}`}.`;
  }
  return error(
    document,
    path,
    "FLEET_WRONG_TYPE",
    `${path.length === 0 ? "A fleet file" : quoted(path)} must be ${wanted}, not ${typeName(found)}`,
    detail,
  );
}

function notOneOf(
  document: FleetDocument,
  path: readonly PathStep[],
  found: unknown,
  values: readonly string[],
): Diagnostic {
  const meant = typeof found === "string" ? suggestion(found, values) : undefined;
  const choice = values.length === 1 ? `Write ${values[0]}.` : `Write one of ${values.join(", ")}.`;
  return error(
    document,
    path,
    "FLEET_INVALID_VALUE",
    `${shown(found)} is not a value of ${quoted(path)}`,
    meant === undefined || values.length === 1 ? choice : `Did you mean ${meant}? ${choice}`,
  );
}

function valueAdvice(issue: Issue): string {
  if (issue.code === "too_small") {
    if (issue.origin === "array") return `It needs at least ${issue.minimum} of them.`;
    if (issue.origin === "string") return `It needs at least ${issue.minimum} characters.`;
    return `The least is ${issue.minimum}.`;
  }
  if (issue.code === "too_big") {
    if (issue.origin === "array") return `There can be at most ${issue.maximum}.`;
    if (issue.origin === "string") return `It can have at most ${issue.maximum} characters.`;
    return `The most is ${issue.maximum}.`;
  }
  return sentence(issue.message);
}

function wantedType(schema: SchemaNode | undefined, issue: Issue): string {
  const declared = schema?.type ?? schema?.anyOf?.[0]?.type;
  const expected = declared ?? (issue.code === "invalid_type" ? issue.expected : undefined);
  switch (typeof expected === "object" ? expected[0] : expected) {
    case "string":
      return "a string";
    case "int":
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "array":
      return "a list";
    default:
      return "a map";
  }
}

function typeName(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "number") return Number.isInteger(value) ? "a number" : `the number ${value}`;
  return typeof value === "boolean" ? "true or false" : "a string";
}

function exampleOf(schema: SchemaNode | undefined): string | undefined {
  const example = schema?.examples?.[0] ?? schema?.enum?.[0];
  if (example !== undefined) return String(example);
  const item = schema?.items === undefined ? undefined : exampleOf(schema.items);
  return item === undefined ? undefined : `[${item}]`;
}

function valueAt(value: unknown, path: readonly PathStep[]): unknown {
  let found: unknown = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

function error(
  document: FleetDocument,
  path: readonly PathStep[],
  code: string,
  summary: string,
  detail: string,
): Diagnostic {
  return { severity: "error", code, summary, detail, location: locateNearest(document, path) };
}

/** The path's last key, with the list index where it ends with one: `"instanceTypes"[1]`. */
function quoted(path: readonly PathStep[]): string {
  const last = path.at(-1);
  if (typeof last !== "number") return `"${String(last)}"`;
  return `entry ${last + 1} of "${String(path.at(-2))}"`;
}

function shown(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : JSON.stringify(value);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
