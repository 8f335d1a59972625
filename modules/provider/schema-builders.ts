import type { Type } from "../values/index.js";
import type { AttributeSchema, BlockSchema, NestedBlockSchema } from "./schema.js";

type Extras = Omit<AttributeSchema, "type" | "required" | "optional" | "computed">;
type BlockExtras = Omit<NestedBlockSchema, "nesting" | "block">;

/** Attributes of a schema, in the words of the provider: required, optional, computed, or both of the latter. */
export const required = (type: Type, extras: Extras = {}): AttributeSchema => ({
  type,
  required: true,
  ...extras,
});
export const optional = (type: Type, extras: Extras = {}): AttributeSchema => ({
  type,
  optional: true,
  ...extras,
});
export const computed = (type: Type, extras: Extras = {}): AttributeSchema => ({
  type,
  computed: true,
  ...extras,
});
export const optionalComputed = (type: Type, extras: Extras = {}): AttributeSchema => ({
  type,
  optional: true,
  computed: true,
  ...extras,
});

/** A nested block that may stand once: `block(attributes, blocks?, extras?)`. */
export const block = (
  attributes: BlockSchema["attributes"],
  blocks: BlockSchema["blocks"] = {},
  extras: BlockExtras = {},
): NestedBlockSchema => ({ nesting: "list", maxItems: 1, ...extras, block: { attributes, blocks } });

/** A nested block that may stand any number of times, in order. */
export const blocks = (
  attributes: BlockSchema["attributes"],
  nested: BlockSchema["blocks"] = {},
  extras: BlockExtras = {},
): NestedBlockSchema => ({ nesting: "list", ...extras, block: { attributes, blocks: nested } });

/** A nested block that may stand any number of times, without order. */
export const setBlocks = (
  attributes: BlockSchema["attributes"],
  extras: BlockExtras = {},
): NestedBlockSchema => ({ nesting: "set", ...extras, block: { attributes, blocks: {} } });

/** The `timeouts` block: the provider keeps it beside the resource's own fields. */
export const timeouts = (...operations: readonly ("create" | "update" | "delete" | "read")[]) =>
  ({
    nesting: "single",
    block: {
      attributes: Object.fromEntries(operations.map((operation) => [operation, optional("string")])),
      blocks: {},
    },
  }) satisfies NestedBlockSchema;
