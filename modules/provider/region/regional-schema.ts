import type { Schema } from "../schema.js";
import { optionalComputed } from "../schema-builders.js";

/** A schema with the `region` that provider 6 gives every regional resource and data source. */
export function regionalSchema(schema: Schema): Schema {
  const attributes = { ...schema.block.attributes, region: optionalComputed("string") };
  return { ...schema, block: { ...schema.block, attributes } };
}
