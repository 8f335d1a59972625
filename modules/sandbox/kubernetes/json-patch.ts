import type { Json } from "../world/records.js";
import { isList, isObject } from "./json-value.js";

/** RFC 6902; undefined when an operation cannot be done or a test fails. */
export function jsonPatch(target: Json, operations: readonly Json[]): Json | undefined {
  let result: Json | undefined = target;
  for (const operation of operations) {
    if (!isObject(operation) || typeof operation.path !== "string" || result === undefined) return undefined;
    const path = pathOf(operation.path);
    const from = typeof operation.from === "string" ? pathOf(operation.from) : undefined;
    switch (operation.op) {
      case "add":
      case "replace":
        result = setAt(result, path, operation.value ?? null, operation.op === "add");
        break;
      case "remove":
        result = setAt(result, path, undefined, false);
        break;
      case "test":
        if (JSON.stringify(getAt(result, path)) !== JSON.stringify(operation.value ?? null)) return undefined;
        break;
      case "copy":
      case "move": {
        const value: Json | undefined = from === undefined ? undefined : getAt(result, from);
        if (from === undefined || value === undefined) return undefined;
        const base: Json | undefined =
          operation.op === "move" ? setAt(result, from, undefined, false) : result;
        result = base === undefined ? undefined : setAt(base, path, value, true);
        break;
      }
      default:
        return undefined;
    }
  }
  return result;
}

function pathOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function getAt(target: Json, path: readonly string[]): Json | undefined {
  let current: Json | undefined = target;
  for (const part of path) {
    if (isList(current)) current = current[Number(part)];
    else if (isObject(current)) current = current[part];
    else return undefined;
  }
  return current;
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
