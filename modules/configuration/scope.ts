import type { Value } from "../values/index.js";

/** What names mean while expressions are evaluated. Cheap to derive: `withCount`, `withEach`, `withSelf`. */
export interface Scope {
  /**
   * The value of a whole resource: an object, a tuple of objects with `count`, an object of objects with
   * `for_each`, UNKNOWN where nothing is known yet. Undefined: no such resource is declared.
   */
  resource(address: string): Value | undefined;
  /**
   * One attribute of a resource that has neither `count` nor `for_each`, where it can be had without the whole.
   * Undefined, or no such method: ask for the whole.
   */
  attribute?(address: string, name: string): Value | undefined;
  variable(name: string): Value | undefined;
  /** Locals are evaluated when first asked for, then kept. */
  local(name: string): Value | undefined;
  readonly path: { readonly module: string; readonly root: string; readonly cwd: string };
  readonly workspace: string;
  /** The folder that file functions may read from. */
  readonly directory: string;
  /** Whether a variable is declared ephemeral: which values come from one is not followed. */
  readonly hasEphemeralVariables: boolean;
  /** RFC 3339: what `plantimestamp()` yields; unknown without it. */
  readonly planTimestamp?: string;
  readonly count?: { readonly index: Value };
  readonly each?: { readonly key: Value; readonly value: Value };
  readonly self?: Value;
  /** Iterators of `for` expressions and `dynamic` blocks, innermost first. */
  readonly names?: Names;
}

export interface Names {
  readonly name: string;
  readonly value: Value;
  readonly outer: Names | undefined;
}
