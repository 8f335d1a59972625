import type { ObjectType, Type } from "../../values/index.js";
import type { BlockSchema, NestedBlockSchema } from "../schema.js";

const types = new WeakMap<BlockSchema, ObjectType>();

/** The type of a block's objects: what Terraform core calls the schema's implied type. */
export function blockType(block: BlockSchema): ObjectType {
  const type = types.get(block) ?? impliedType(block);
  types.set(block, type);
  return type;
}

function impliedType(block: BlockSchema): ObjectType {
  const attributes = Object.entries(block.attributes).map(([name, attribute]): [string, Type] => [
    name,
    attribute.type,
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]): [string, Type] => [
    name,
    nestedBlockType(nested),
  ]);
  return ["object", Object.fromEntries([...attributes, ...blocks])];
}

function nestedBlockType(nested: NestedBlockSchema): Type {
  const type = blockType(nested.block);
  switch (nested.nesting) {
    case "list":
      return ["list", type];
    case "set":
      return ["set", type];
    case "single":
      return type;
  }
}
