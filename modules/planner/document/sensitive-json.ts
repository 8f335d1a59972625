import type { JsonValue } from "../../plan/index.js";
import type { BlockSchema, NestedBlockSchema } from "../../provider/index.js";
import {
  isObjectValue,
  type ObjectValue,
  type Path,
  type PathStep,
  type Type,
  Unknown,
  type Value,
} from "../../values/index.js";

/** The marks below one value, as a tree: cheaper to follow than a list of paths. */
interface Marks {
  marked: boolean;
  readonly below: Map<PathStep, Marks>;
}

/**
 * Where an object is sensitive, in its shape (`before_sensitive`, `after_sensitive`, `sensitive_values`):
 * collections keep their length, members that are not sensitive are left out.
 */
export function sensitiveJson(value: ObjectValue, block: BlockSchema, paths: readonly Path[]): JsonValue {
  const marks = marksTree(paths);
  if (marks !== undefined) return marks.marked ? true : blockSensitivity(value, block, marks);
  const known = unmarked.get(value) ?? blockSensitivity(value, block, undefined);
  unmarked.set(value, known);
  return known;
}

/** Most objects have no marks and stand in several places of a plan. */
const unmarked = new WeakMap<ObjectValue, JsonValue>();

function blockSensitivity(value: ObjectValue, block: BlockSchema, marks: Marks | undefined): JsonValue {
  const result: { [name: string]: JsonValue } = {};
  for (const name in value) {
    const member = value[name] ?? null;
    const below = marks?.below.get(name);
    const attribute = block.attributes[name];
    const nested = block.blocks[name];
    let json: JsonValue = false;
    if (below?.marked) json = true;
    else if (attribute !== undefined) json = typedSensitivity(member, attribute.type, below);
    else if (nested !== undefined) json = nestedSensitivity(member, nested, below);
    if (json !== false) result[name] = json;
  }
  return result;
}

function nestedSensitivity(value: Value, nested: NestedBlockSchema, marks: Marks | undefined): JsonValue {
  if (value === null) return false;
  if (nested.nesting === "single")
    return isObjectValue(value) ? blockSensitivity(value, nested.block, marks) : {};
  if (!isList(value)) return [];
  return value.map((element, index) => {
    const below = marks?.below.get(index);
    if (below?.marked) return true;
    return isObjectValue(element) ? blockSensitivity(element, nested.block, below) : {};
  });
}

function typedSensitivity(value: Value, type: Type, marks: Marks | undefined): JsonValue {
  if (value === null) return false;
  if (typeof type === "string") return type === "dynamic" ? dynamicSensitivity(value, marks) : false;
  switch (type[0]) {
    case "list":
    case "set":
    case "tuple": {
      if (!isList(value)) return [];
      return value.map((element, index) => {
        const below = marks?.below.get(index);
        if (below?.marked) return true;
        const inner = type[0] === "tuple" ? (type[1][index] ?? "dynamic") : type[1];
        return typedSensitivity(element, inner, below);
      });
    }
    case "map":
    case "object": {
      if (!isObjectValue(value)) return {};
      const result: { [name: string]: JsonValue } = {};
      for (const name in value) {
        const below = marks?.below.get(name);
        const inner = type[0] === "map" ? type[1] : (type[1][name] ?? "dynamic");
        const json = below?.marked ? true : typedSensitivity(value[name] ?? null, inner, below);
        if (json !== false) result[name] = json;
      }
      return result;
    }
  }
}

/** Of a value whose type only the value tells. */
function dynamicSensitivity(value: Value, marks: Marks | undefined): JsonValue {
  if (value === null || typeof value !== "object" || value instanceof Unknown) return false;
  if (isList(value))
    return value.map((element, index) => {
      const below = marks?.below.get(index);
      return below?.marked ? true : dynamicSensitivity(element, below);
    });
  if (!isObjectValue(value)) return false;
  const result: { [name: string]: JsonValue } = {};
  for (const name in value) {
    const below = marks?.below.get(name);
    const json = below?.marked ? true : dynamicSensitivity(value[name] ?? null, below);
    if (json !== false) result[name] = json;
  }
  return result;
}

function marksTree(paths: readonly Path[]): Marks | undefined {
  if (paths.length === 0) return undefined;
  const root: Marks = { marked: false, below: new Map() };
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      const next = at.below.get(step) ?? { marked: false, below: new Map() };
      at.below.set(step, next);
      at = next;
    }
    at.marked = true;
  }
  return root;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
