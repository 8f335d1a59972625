import type { Type, Value } from "../values/index.js";

/** A resource type's or data source's schema in Terraform's terms, with what the provider's code adds to it. */
export interface Schema {
  readonly version: number;
  readonly block: BlockSchema;
}

export interface BlockSchema {
  readonly attributes: { readonly [name: string]: AttributeSchema };
  readonly blocks: { readonly [name: string]: NestedBlockSchema };
  /** Made with the Plugin Framework, not with the older SDK. */
  readonly framework?: boolean;
}

export interface AttributeSchema {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  /** A change replaces the resource (`ForceNew`). */
  readonly forceNew?: boolean;
  readonly default?: string | number | boolean;
  /** Attribute paths such as `launch_template.0.name` that may not be set together with this one. */
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
  /** A number that need not be whole. */
  readonly float?: boolean;
  /** Returns what is wrong with a known, non-null value (of a collection: with an element), or undefined. */
  readonly validate?: Validator;
  /**
   * SDKv2's DiffSuppressFunc: whether the prior and the configured value mean the same. Both come as the SDK
   * hands them out: as strings, `""` for null.
   */
  readonly suppressDiff?: (prior: string, configured: string) => boolean;
}

/**
 * What is wrong with `value`, in the provider's own words, or each of several things; `path` reads as in its
 * messages, e.g. `taint.0.key`.
 */
export type Validator = (value: Value, path: string) => string | readonly string[] | undefined;

export interface NestedBlockSchema {
  readonly nesting: "list" | "set" | "single";
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Optional and computed as a block (SDKv2's attributes-as-blocks aside): unknown as a whole on create. */
  readonly computed?: boolean;
  readonly optional?: boolean;
  readonly forceNew?: boolean;
  readonly deprecated?: boolean;
  readonly conflictsWith?: readonly string[];
  readonly block: BlockSchema;
}
