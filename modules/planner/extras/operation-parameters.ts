import type { JsonObject, JsonValue } from "../../plan/index.js";
import { isObjectValue, type ObjectValue, Unknown, type Value } from "../../values/index.js";

/** Parameters of an API call as JSON; what is only known after apply is `{"unknown": true}`. */
export function parametersJson(parameters: ObjectValue): JsonObject {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, parameterJson(value)]));
}

function parameterJson(value: Value): JsonValue {
  if (value instanceof Unknown) return { unknown: true };
  if (Array.isArray(value)) return value.map((element: Value) => parameterJson(element));
  if (isObjectValue(value)) return parametersJson(value);
  return value === null || typeof value !== "object" ? value : null;
}
