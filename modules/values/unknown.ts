import type { Type } from "./type.js";

/**
 * A value that will only be known after apply. `notNull` is Terraform's refinement: a template or an
 * arithmetic result is unknown, yet surely not null, so that `x == null` is known to be false. `type` is
 * what is known of its type, and `prefix` how a string surely begins.
 */
export class Unknown {
  constructor(
    readonly notNull: boolean = false,
    readonly type: Type = "dynamic",
    readonly prefix: string = "",
  ) {}
}

export const UNKNOWN: Unknown = Object.freeze(new Unknown());
export const NEVER_NULL_UNKNOWN: Unknown = Object.freeze(new Unknown(true));
