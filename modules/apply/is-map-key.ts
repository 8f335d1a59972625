import type { BlockSchema } from "../provider/index.js";
import type { Path, PathStep, Type } from "../values/index.js";

/**
 * Whether what a path leads to is a key of a map, rather than an attribute of an object: Terraform's state writes
 * the two differently, and takes a value for newly sensitive where it finds the other one.
 */
export function isMapKey(block: BlockSchema, path: Path): boolean {
  const [name, ...rest] = path;
  if (typeof name !== "string") return false;
  const attribute = block.attributes[name];
  if (attribute !== undefined) return isMapKeyOf(attribute.type, rest);
  const nested = block.blocks[name]?.block;
  if (nested === undefined) return false;
  return isMapKey(nested, typeof rest[0] === "number" ? rest.slice(1) : rest);
}

function isMapKeyOf(type: Type, path: readonly PathStep[]): boolean {
  if (typeof type === "string" || path.length === 0) return false;
  const [step, ...rest] = path;
  switch (type[0]) {
    case "map":
      return rest.length === 0 || isMapKeyOf(type[1], rest);
    case "list":
    case "set":
      return isMapKeyOf(type[1], rest);
    case "tuple": {
      const element = typeof step === "number" ? type[1][step] : undefined;
      return element !== undefined && isMapKeyOf(element, rest);
    }
    case "object": {
      const attribute = typeof step === "string" ? type[1][step] : undefined;
      return attribute !== undefined && isMapKeyOf(attribute, rest);
    }
  }
}
