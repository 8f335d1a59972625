import { isDeepStrictEqual } from "node:util";
import { type HostBuiltins, isList, isObject, isText } from "./host-builtin.js";

/** `json.patch`: RFC 6902. A patch that does not fit makes the expression undefined. */
export const jsonPatchBuiltins: HostBuiltins = {
  "json.patch": (value, patches) => {
    if (!isList(patches)) return undefined;
    try {
      return patches.reduce<unknown>(applied, value);
    } catch (error) {
      if (error instanceof DoesNotFit) return undefined;
      throw error;
    }
  },
};

class DoesNotFit extends Error {}

function applied(document: unknown, patch: unknown): unknown {
  if (!isObject(patch)) throw new DoesNotFit();
  const path = pointer(patch.path);
  switch (patch.op) {
    case "add":
      return put(document, path, patch.value, "add");
    case "replace":
      return put(document, path, patch.value, "replace");
    case "remove":
      return removed(document, path);
    case "copy":
      return put(document, path, at(document, pointer(patch.from)), "add");
    case "move": {
      const from = pointer(patch.from);
      return put(removed(document, from), path, at(document, from), "add");
    }
    case "test":
      if (isDeepStrictEqual(at(document, path), patch.value)) return document;
      throw new DoesNotFit();
    default:
      throw new DoesNotFit();
  }
}

/** A JSON pointer, or the list of its steps; OPA takes a path without the leading slash too. */
function pointer(value: unknown): readonly string[] {
  if (isList(value)) return value.map(String);
  if (!isText(value)) throw new DoesNotFit();
  const text = value.replace(/^\//, "");
  return text === "" ? [] : text.split("/").map((step) => step.replace(/~1/g, "/").replace(/~0/g, "~"));
}

function at(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (isList(value)) return value[indexIn(value, step, false)];
    if (isObject(value) && Object.hasOwn(value, step)) return value[step];
    throw new DoesNotFit();
  }, document);
}

function put(document: unknown, path: readonly string[], value: unknown, how: "add" | "replace"): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (isList(document)) {
    const index = indexIn(document, step, how === "add" && rest.length === 0);
    const next = rest.length === 0 ? value : put(document[index], rest, value, how);
    return how === "add" && rest.length === 0
      ? [...document.slice(0, index), next, ...document.slice(index)]
      : document.map((each, position) => (position === index ? next : each));
  }
  if (!isObject(document)) throw new DoesNotFit();
  if ((how === "replace" || rest.length > 0) && !Object.hasOwn(document, step)) throw new DoesNotFit();
  const next = rest.length === 0 ? value : put(document[step], rest, value, how);
  return Object.fromEntries([...Object.entries(document).filter(([key]) => key !== step), [step, next]]);
}

function removed(document: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) throw new DoesNotFit();
  if (isList(document)) {
    const index = indexIn(document, step, false);
    return rest.length === 0
      ? document.filter((_, position) => position !== index)
      : document.map((each, position) => (position === index ? removed(each, rest) : each));
  }
  if (!isObject(document) || !Object.hasOwn(document, step)) throw new DoesNotFit();
  const kept = Object.entries(document).filter(([key]) => key !== step);
  return Object.fromEntries(rest.length === 0 ? kept : [...kept, [step, removed(document[step], rest)]]);
}

function indexIn(list: readonly unknown[], step: string, end: boolean): number {
  if (step === "-" && end) return list.length;
  const index = /^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : Number.NaN;
  if (index < list.length || (end && index === list.length)) return index;
  throw new DoesNotFit();
}
