import { type Path, Unknown, type Value } from "../../values/index.js";
import { evaluateIn } from "../evaluation/evaluate-in.js";
import { EvaluationError } from "../evaluation/evaluation-error.js";
import { iterate } from "../evaluation/iterate.js";
import { mark, unmark } from "../evaluation/marks.js";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.js";
import { nodeOfJson } from "../reading/make-expression.js";
import type { Scope } from "../scope.js";
import { type Decoding, reportProblem } from "./decoding.js";

/** One nested block: its JSON, its JSON path below the body, and the scope that its expressions see. */
export interface NestedBody {
  readonly json: JsonObject;
  readonly path: Path;
  readonly scope: Scope;
}

/**
 * The blocks of one type in a body: an object is one block, an array several, and `dynamic` ones are multiplied
 * by their `for_each`. "unknown": their number is only known after apply.
 */
export function expandBlocks(
  decoding: Decoding,
  nested: NestedBody,
  name: string,
): readonly NestedBody[] | "unknown" {
  const written = bodiesOf(decoding, name, nested.json[name], [...nested.path, name], nested.scope);
  const dynamics = dynamicBlocks(nested, name);
  if (dynamics.length === 0) return written;
  const expanded = dynamics.map((block) => expandDynamic(decoding, block, name));
  const known = expanded.filter((bodies) => bodies !== "unknown");
  return known.length < expanded.length ? "unknown" : [...written, ...known.flat()];
}

function bodiesOf(
  decoding: Decoding,
  name: string,
  json: JsonValue | undefined,
  path: Path,
  scope: Scope,
): readonly NestedBody[] {
  if (json === undefined || json === null) return [];
  if (isJsonObject(json)) return [{ json, path, scope }];
  if (isJsonArray(json))
    return json.flatMap((each, index) => bodiesOf(decoding, name, each, [...path, index], scope));
  reportProblem(
    decoding,
    "Incorrect JSON value type",
    `Either a JSON object or a JSON array is required, representing the contents of one or more ${JSON.stringify(name)} blocks.`,
    path,
  );
  return [];
}

function dynamicBlocks(nested: NestedBody, name: string): readonly NestedBody[] {
  const all = withPaths(nested.json.dynamic, [...nested.path, "dynamic"]);
  return all.flatMap(({ json, path }) =>
    withPaths(json[name], [...path, name]).map((block) => ({ ...block, scope: nested.scope })),
  );
}

function withPaths(json: JsonValue | undefined, path: Path): { json: JsonObject; path: Path }[] {
  if (isJsonObject(json)) return [{ json, path }];
  return isJsonArray(json) ? json.flatMap((each, index) => withPaths(each, [...path, index])) : [];
}

function expandDynamic(
  decoding: Decoding,
  { json, path, scope }: NestedBody,
  name: string,
): readonly NestedBody[] | "unknown" {
  const forEachPath = [...path, "for_each"];
  const collection = evaluateForEach(decoding, json, forEachPath, scope);
  if (collection === undefined) return [];
  const { plain, sensitive } = unmark(collection);
  if (plain instanceof Unknown) return "unknown";
  const elements = plain === null ? undefined : iterate(plain);
  if (elements === undefined) {
    reportProblem(
      decoding,
      "Invalid dynamic for_each value",
      plain === null
        ? "Cannot use a null value in for_each."
        : "Cannot use this value in for_each. An iterable collection is required.",
      forEachPath,
    );
    return [];
  }
  const iterator = typeof json.iterator === "string" ? json.iterator : name;
  return elements.flatMap(([key, value]) => {
    const item = { key: mark(key, sensitive), value: mark(value, sensitive) };
    const inner: Scope = { ...scope, names: { name: iterator, value: item, outer: scope.names } };
    return bodiesOf(decoding, name, json.content, [...path, "content"], inner);
  });
}

function evaluateForEach(decoding: Decoding, json: JsonObject, path: Path, scope: Scope): Value | undefined {
  if (json.for_each === undefined) {
    reportProblem(
      decoding,
      "Missing required argument",
      'The argument "for_each" is required, but no definition was found.',
      path,
    );
    return undefined;
  }
  try {
    return evaluateIn(nodeOfJson(json.for_each, decoding.body.templates), scope);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    reportProblem(decoding, error.summary, error.detail, [...path, ...error.path], error.range);
    return undefined;
  }
}
