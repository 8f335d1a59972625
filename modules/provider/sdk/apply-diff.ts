import type { CollectionField, Field, MapField, ObjectFields, PrimitiveField } from "./field.js";
import type { FlatMap } from "./flat-map.js";
import type { InstanceDiff } from "./instance-diff.js";
import { UNKNOWN_TEXT } from "./read-value.js";

/**
 * Applies the differences below one field to its flattened prior state (`InstanceDiff.Apply`), with the
 * legacy SDK's own imprecisions: lists are truncated by their count, sets rebuilt from their differences.
 */
export function applyDiff(name: string, field: Field, prior: FlatMap, diff: InstanceDiff): FlatMap {
  return applyField([], name, field, prior, diff);
}

function applyField(
  path: readonly string[],
  name: string,
  field: Field,
  prior: FlatMap,
  diff: InstanceDiff,
): FlatMap {
  if (field.kind === "primitive") return applyPrimitive([...path, name], field, prior, diff);
  if (field.kind === "map") return applyCollection([...path, name], field, prior, diff);
  if (field.element.kind === "primitive") return applyCollection([...path, name], field, prior, diff);
  return applyBlocks(path, name, field, field.element, prior, diff);
}

function applyPrimitive(
  path: readonly string[],
  field: Pick<PrimitiveField, "type" | "required">,
  prior: FlatMap,
  diff: InstanceDiff,
): FlatMap {
  const key = path.join(".");
  const name = path[path.length - 1] ?? "";
  const result: FlatMap = new Map();
  const change = diff.get(key);
  const old = prior.get(key);
  if (change === undefined) {
    if (old !== undefined) result.set(name, old);
    else if (field.required && field.type === "string") result.set(name, "");
    return result;
  }
  if (change.newComputed) return result.set(name, UNKNOWN_TEXT);
  if (change.newRemoved) return result;
  if (change.old === "" && change.new === "") {
    if (field.type === "string") result.set(name, "");
    return result;
  }
  return result.set(name, change.new);
}

function applyCollection(
  path: readonly string[],
  field: MapField | CollectionField,
  prior: FlatMap,
  diff: InstanceDiff,
): FlatMap {
  const key = path.join(".");
  const name = path[path.length - 1] ?? "";
  const result: FlatMap = new Map();
  for (const suffix of [".#", ".%", ""]) {
    const count = diff.get(key + suffix);
    if (count === undefined) continue;
    if (count.newRemoved) return result;
    if (count.newComputed) return result.set(name + suffix, UNKNOWN_TEXT);
    if (count.new === "0") return result.set(name + suffix, "0");
  }
  const keys = new Set<string>();
  const prefix = `${key}.`;
  for (const other of diff.keys()) if (other.startsWith(prefix)) keys.add(other);
  for (const other of prior.keys()) if (other.startsWith(prefix)) keys.add(other);
  if (keys.size === 0) return result;
  const element = field.kind === "map" ? field.element : elementType(field);
  for (const full of keys) {
    const last = full.slice(prefix.length);
    const applied = applyPrimitive([...path, last], { type: element, required: false }, prior, diff);
    for (const [elementName, text] of applied) result.set(`${name}.${elementName}`, text);
  }
  const countKey = `${name}.${field.kind === "map" ? "%" : "#"}`;
  const count = result.get(countKey) ?? "";
  const length = Number(count) || 0;
  if (field.kind === "list") {
    if (count !== "" && count !== UNKNOWN_TEXT && element === "string")
      for (let index = 0; index < length; index++)
        if (!result.has(`${name}.${index}`)) result.set(`${name}.${index}`, "");
    for (const full of [...result.keys()]) {
      if (full === countKey) continue;
      if (Number(full.slice(name.length + 1)) >= length) result.delete(full);
    }
  }
  // The SDK looks the count's difference up under the field's own name, without its path.
  if (count === "" || (!diff.has(countKey) && keys.size !== result.size))
    result.set(countKey, countElements(countKey, result));
  return result;
}

function elementType(field: CollectionField): PrimitiveField["type"] {
  return field.element.kind === "primitive" ? field.element.type : "string";
}

function applyBlocks(
  path: readonly string[],
  name: string,
  field: CollectionField,
  element: ObjectFields,
  prior: FlatMap,
  diff: InstanceDiff,
): FlatMap {
  const blockKey = [...path, name, ""].join(".");
  const countKey = `${blockKey}#`;
  const candidates = candidateKeys(field, blockKey, prior, diff);
  const result: FlatMap = new Map();
  const local = `${name}.`;
  for (const candidate of candidates) {
    for (const [innerName, inner] of element.fields)
      for (const [key, text] of applyField([...path, name, candidate], innerName, inner, prior, diff))
        result.set(`${local}${candidate}.${key}`, text);
  }
  const count = diff.get(countKey);
  const keepBlock = count === undefined || !(count.new === "0" || count.newRemoved);
  if (candidates.size === 0 && keepBlock)
    for (const [key, text] of prior)
      if (key.startsWith(blockKey)) result.set(local + key.slice(blockKey.length), text);
  if (count !== undefined) {
    if (count.newComputed) result.set(`${local}#`, UNKNOWN_TEXT);
    else {
      result.set(`${local}#`, count.new);
      if (field.kind === "list" && count.new !== "") truncate(result, local, Number(count.new));
    }
  } else {
    const original = prior.get(countKey);
    if (original !== undefined && keepBlock) result.set(`${local}#`, original);
    else result.set(`${local}#`, countElements(`${local}#`, result));
  }
  return result;
}

/** The indexes (of a set: the codes) of the elements that there will be. */
function candidateKeys(
  field: CollectionField,
  blockKey: string,
  prior: FlatMap,
  diff: InstanceDiff,
): Set<string> {
  const candidates = new Set<string>();
  const note = (key: string): void => {
    if (!key.startsWith(blockKey)) return;
    const dot = key.indexOf(".", blockKey.length);
    if (dot >= 0) candidates.add(key.slice(blockKey.length, dot));
  };
  if (field.kind !== "set") for (const key of prior.keys()) note(key);
  for (const [key, change] of diff) if (!change.newRemoved) note(key);
  if (field.kind === "set")
    for (const candidate of [...candidates]) {
      const prefix = `${blockKey}${candidate}.`;
      const keep = [...diff].some(
        ([key, change]) =>
          key.startsWith(prefix) && !(/\.[#%]$/.test(key) && change.new === "0") && !change.newRemoved,
      );
      if (!keep) candidates.delete(candidate);
    }
  return candidates;
}

function truncate(result: FlatMap, local: string, length: number): void {
  for (const key of [...result.keys()]) {
    if (!key.startsWith(local)) continue;
    const dot = key.indexOf(".", local.length);
    if (dot > local.length && Number(key.slice(local.length, dot)) >= length) result.delete(key);
  }
}

/** How many different elements stand under a count's key (`countFlatmapContainerValues`). */
function countElements(countKey: string, flat: FlatMap): string {
  const prefix = countKey.slice(0, -1);
  const names = new Set<string>();
  for (const key of flat.keys()) {
    if (key === countKey || !key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    const dot = name.indexOf(".");
    names.add(dot > 0 ? name.slice(0, dot) : name);
  }
  return String(names.size);
}
