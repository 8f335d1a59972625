import type { Expression } from "../expression.js";
import type { JsonObject, JsonValue } from "../json.js";
import { at, type Place, type ReadingContext, readExpression, report } from "./reading-context.js";

/** The argument's expression, or null where it is not written. */
export function optionalExpression(
  context: ReadingContext,
  json: JsonObject,
  name: string,
  place: Place,
): Expression | null {
  const value = json[name];
  return value === undefined ? null : readExpression(context, value, at(place, name));
}

/** The argument's expression; reported when it is missing. */
export function requiredExpression(
  context: ReadingContext,
  json: JsonObject,
  name: string,
  place: Place,
): Expression {
  const expression = optionalExpression(context, json, name, place);
  if (expression !== null) return expression;
  report(
    context,
    place,
    "MISSING_ARGUMENT",
    "Missing required argument",
    `The argument "${name}" is required, but no definition was found.`,
  );
  return readExpression(context, null, place);
}

/** A literal true or false, also as a string; null where it is not written. */
export function literalBool(
  context: ReadingContext,
  json: JsonObject,
  name: string,
  place: Place,
): boolean | null {
  const value = json[name];
  if (value === undefined || value === null) return null;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  report(
    context,
    at(place, name),
    "NOT_LITERAL",
    "Unsuitable value type",
    `The argument "${name}" must be a literal true or false: it is needed before anything is evaluated.`,
  );
  return null;
}

/** A literal string; null where it is not written. */
export function literalString(
  context: ReadingContext,
  json: JsonObject,
  name: string,
  place: Place,
): string | null {
  const value = json[name];
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  report(
    context,
    at(place, name),
    "NOT_LITERAL",
    "Unsuitable value type",
    `The argument "${name}" must be a literal string.`,
  );
  return null;
}

/** Reports properties of a block that the language does not know. */
export function checkProperties(
  context: ReadingContext,
  json: JsonObject,
  known: readonly string[],
  place: Place,
): void {
  for (const name of Object.keys(json)) {
    if (name === "//" || known.includes(name)) continue;
    report(
      context,
      at(place, name),
      "EXTRANEOUS_PROPERTY",
      "Extraneous JSON object property",
      `No argument or block type is named "${name}". Known here are: ${known.join(", ")}.`,
    );
  }
}

/** A JSON value as a list: itself when it is an array, alone when it is not, empty when absent. */
export function asList(json: JsonValue | undefined): readonly JsonValue[] {
  if (json === undefined || json === null) return [];
  return isArray(json) ? json : [json];
}

function isArray(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}
