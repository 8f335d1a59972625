import type { Body } from "../body.js";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.js";
import type { Reference } from "../reference.js";
import { at, type Place, type ReadingContext, readExpression } from "./reading-context.js";

/**
 * Every reference of a body in order of appearance. Without the schema blocks and attributes look alike, which
 * does not matter here; only the iterators of `dynamic` blocks are told from references.
 */
export function bodyReferences(context: ReadingContext, body: Body): readonly Reference[] {
  const found: Reference[] = [];
  for (const [name, json] of Object.entries(body.json)) {
    if (body.metaArguments.has(name)) continue;
    collect(context, name, json, at(body, name), new Set(), found);
  }
  return found;
}

function collect(
  context: ReadingContext,
  name: string,
  json: JsonValue,
  place: Place,
  iterators: ReadonlySet<string>,
  found: Reference[],
): void {
  if (name === "//") return;
  if (name === "dynamic" && isDynamic(json)) {
    collectDynamic(context, json, place, iterators, found);
    return;
  }
  if (isJsonArray(json)) {
    json.forEach((element, index) => {
      collect(context, "", element, at(place, index), iterators, found);
    });
  } else if (isJsonObject(json)) {
    for (const [key, element] of Object.entries(json)) {
      if (key.includes("${") || key.includes("%{")) add(context, key, place, iterators, found);
      collect(context, key, element, at(place, key), iterators, found);
    }
  } else if (typeof json === "string" && (json.includes("${") || json.includes("%{")))
    add(context, json, place, iterators, found);
}

function add(
  context: ReadingContext,
  json: string,
  place: Place,
  iterators: ReadonlySet<string>,
  found: Reference[],
): void {
  for (const reference of readExpression(context, json, place).references) {
    const [root = ""] = reference.subject.split(".");
    if (!iterators.has(root)) found.push(reference);
  }
}

function isDynamic(json: JsonValue): boolean {
  if (isJsonArray(json)) return json.length > 0 && json.every(isDynamic);
  return (
    isJsonObject(json) &&
    Object.values(json).every((blocks) => {
      const [first] = isJsonArray(blocks) ? blocks : [blocks];
      return isJsonObject(first) && first.for_each !== undefined && first.content !== undefined;
    })
  );
}

function collectDynamic(
  context: ReadingContext,
  json: JsonValue,
  place: Place,
  iterators: ReadonlySet<string>,
  found: Reference[],
): void {
  if (isJsonArray(json)) {
    json.forEach((element, index) => {
      collectDynamic(context, element, at(place, index), iterators, found);
    });
    return;
  }
  for (const [type, blocks] of Object.entries(isJsonObject(json) ? json : {})) {
    const list = isJsonArray(blocks) ? blocks : [blocks];
    list.forEach((block, index) => {
      if (!isJsonObject(block)) return;
      const where = isJsonArray(blocks) ? at(place, type, index) : at(place, type);
      collectBlock(context, type, block, where, iterators, found);
    });
  }
}

function collectBlock(
  context: ReadingContext,
  type: string,
  block: JsonObject,
  place: Place,
  iterators: ReadonlySet<string>,
  found: Reference[],
): void {
  collect(context, "for_each", block.for_each ?? null, at(place, "for_each"), iterators, found);
  const iterator = typeof block.iterator === "string" ? block.iterator : type;
  const inside = new Set([...iterators, iterator]);
  for (const name of ["labels", "content"] as const)
    collect(context, name, block[name] ?? null, at(place, name), inside, found);
}
