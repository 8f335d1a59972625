import type { JsonValue } from "../../../plan/index.js";
import type { DiffAction } from "./action.js";

/** The computed difference of one value: what it is, what happens to it, whether it forces a replacement. */
export type Diff = DiffShape & { readonly action: DiffAction; readonly replace: boolean };

export type DiffShape =
  | PrimitiveShape
  | ListShape
  | SetShape
  | MapShape
  | ObjectShape
  | BlockShape
  | UnknownShape
  | SensitiveShape
  | TypeChangeShape;

export interface PrimitiveShape {
  readonly kind: "primitive";
  readonly type: "string" | "number" | "bool";
  readonly before: JsonValue;
  readonly after: JsonValue;
}

export interface ListShape {
  readonly kind: "list";
  readonly elements: readonly Diff[];
}

export interface SetShape {
  readonly kind: "set";
  readonly elements: readonly Diff[];
}

export interface MapShape {
  readonly kind: "map";
  readonly elements: ReadonlyMap<string, Diff>;
}

export interface ObjectShape {
  readonly kind: "object";
  readonly attributes: ReadonlyMap<string, Diff>;
}

export interface BlockShape {
  readonly kind: "block";
  readonly attributes: ReadonlyMap<string, Diff>;
  readonly blocks: ReadonlyMap<string, NestedBlocks>;
}

/** All blocks of one name inside a block. */
export interface NestedBlocks {
  readonly blocks: readonly Diff[];
  /** The whole collection forces the replacement, not one block of it. */
  readonly replace: boolean;
  readonly beforeSensitive: boolean;
  readonly afterSensitive: boolean;
  readonly unknown: boolean;
}

export interface UnknownShape {
  readonly kind: "unknown";
  /** The present value, as if it were deleted; null where there is none. */
  readonly before: Diff | null;
}

export interface SensitiveShape {
  readonly kind: "sensitive";
  readonly block: boolean;
  readonly inner: Diff;
  readonly beforeSensitive: boolean;
  readonly afterSensitive: boolean;
}

export interface TypeChangeShape {
  readonly kind: "type-change";
  readonly before: Diff;
  readonly after: Diff;
}
