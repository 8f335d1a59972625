import type { Type } from "../../values/index.js";

/** As much of a resource type's schema as rendering needs; the provider's schemas satisfy it as they are. */
export interface RenderSchema {
  readonly block: RenderBlockSchema;
}

export interface RenderBlockSchema {
  readonly attributes: { readonly [name: string]: { readonly type: Type } };
  readonly blocks: {
    readonly [name: string]: {
      readonly nesting: "list" | "set" | "single";
      readonly block: RenderBlockSchema;
    };
  };
}

/** Gives a resource type's or data source's schema; undefined for a type that is not known. */
export type RenderSchemaLookup = (mode: "managed" | "data", type: string) => RenderSchema | undefined;
