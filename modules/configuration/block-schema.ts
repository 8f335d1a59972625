import type { Type } from "../values/index.js";

/** What decoding needs of a block's schema; a provider's `BlockSchema` fits. */
export interface DecodableBlock {
  readonly attributes: { readonly [name: string]: DecodableAttribute };
  readonly blocks: { readonly [name: string]: DecodableNestedBlock };
  /** The provider has it from its newer SDK, which has other words for an argument that is read only. */
  readonly framework?: boolean;
}

export interface DecodableAttribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

export interface DecodableNestedBlock {
  readonly nesting: "list" | "set" | "single";
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly block: DecodableBlock;
}
