import type { Value } from "../../values/index.js";
import { isJsonArray, isJsonObject, type JsonValue } from "../json.js";

/** A JSON value as a Terraform value, its strings taken as they are: arrays are tuples, objects objects. */
export function valueOfJson(json: JsonValue): Value {
  if (isJsonArray(json)) return json.map(valueOfJson);
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, element]) => [name, valueOfJson(element)]));
}
