import type { Json, JsonObject } from "../world/records.js";
import { isList, isObject } from "./json-value.js";

/** What a PATCH of this content type does to a value; undefined for a type or a patch that makes no sense. */
export function applyPatch(contentType: string, target: JsonObject, patch: Json): JsonObject | undefined {
  const type = contentType.split(";")[0]?.trim();
  switch (type) {
    case "application/merge-patch+json":
      return asObject(mergePatch(target, patch, false));
    case "application/strategic-merge-patch+json":
    case "application/apply-patch+yaml":
      return asObject(mergePatch(target, patch, true));
    case "application/json-patch+json":
      return isList(patch) ? asObject(jsonPatch(target, patch)) : undefined;
    default:
      return undefined;
  }
}

/** RFC 7386; the strategic kind merges lists of named things by name instead of replacing them. */
function mergePatch(target: Json | undefined, patch: Json, strategic: boolean): Json {
  if (strategic && isList(patch) && isList(target) && namedList(patch) && namedList(target)) {
    return mergeNamed(target, patch);
  }
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (strategic && name.startsWith("$")) continue;
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value, strategic);
  }
  return merged;
}

function namedList(list: readonly Json[]): boolean {
  return list.length > 0 && list.every((entry) => isObject(entry) && typeof entry.name === "string");
}

function mergeNamed(target: readonly Json[], patch: readonly Json[]): Json {
  const merged = [...target];
  for (const entry of patch) {
    if (!isObject(entry)) continue;
    const index = merged.findIndex((other) => isObject(other) && other.name === entry.name);
    if (entry.$patch === "delete") {
      if (index >= 0) merged.splice(index, 1);
    } else if (index < 0) merged.push(entry);
    else merged[index] = mergePatch(merged[index], entry, true);
  }
  return merged;
}

function jsonPatch(target: Json, operations: readonly Json[]): Json | undefined {
  let result: Json | undefined = target;
  for (const operation of operations) {
    if (!isObject(operation) || typeof operation.path !== "string" || result === undefined) return undefined;
    const path = operation.path
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    switch (operation.op) {
      case "add":
      case "replace":
        result = setAt(result, path, operation.value ?? null, operation.op === "add");
        break;
      case "remove":
        result = setAt(result, path, undefined, false);
        break;
      case "test":
        break;
      default:
        return undefined;
    }
  }
  return result;
}

function setAt(
  target: Json,
  path: readonly string[],
  value: Json | undefined,
  insert: boolean,
): Json | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (isList(target)) {
    const index = first === "-" ? target.length : Number(first);
    if (!Number.isInteger(index) || index < 0 || index > target.length) return undefined;
    const copy = [...target];
    if (rest.length > 0) {
      const inner = setAt(copy[index] ?? {}, rest, value, insert);
      if (inner === undefined) return undefined;
      copy[index] = inner;
    } else if (value === undefined) copy.splice(index, 1);
    else if (insert) copy.splice(index, 0, value);
    else copy[index] = value;
    return copy;
  }
  const copy: Record<string, Json> = isObject(target) ? { ...target } : {};
  if (rest.length > 0) {
    const inner = setAt(copy[first] ?? {}, rest, value, insert);
    if (inner === undefined) return undefined;
    copy[first] = inner;
  } else if (value === undefined) delete copy[first];
  else copy[first] = value;
  return copy;
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}
