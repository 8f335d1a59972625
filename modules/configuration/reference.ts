import type { Path } from "../values/index.js";

export type ReferenceKind =
  | "resource"
  | "data"
  | "variable"
  | "local"
  | "module"
  | "count"
  | "each"
  | "self"
  | "path"
  | "terraform";

/** One static reference of an expression, e.g. `aws_launch_template.lt["a"].latest_version`. */
export interface Reference {
  readonly kind: ReferenceKind;
  /**
   * What is referred to, without instance key: a resource's address, `var.x`, `local.x`, `count.index`,
   * `each.key`, `path.module`, `terraform.workspace`, `self`, `module.x`.
   */
  readonly subject: string;
  /** The instance key where it is written as a literal; null where absent or computed. */
  readonly key: string | number | null;
  /** The static steps after the subject and key. */
  readonly remaining: Path;
  /** Which of `remaining` were written in brackets. */
  readonly remainingIndexes: readonly boolean[];
}
