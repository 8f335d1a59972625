import { Sensitive } from "./sensitive.js";
import { SetValue } from "./set-value.js";
import { Unknown } from "./unknown.js";

/**
 * A Terraform value. Expressions yield any of these. Inside a resource's object (configuration, prior
 * state, planned value) there are no `Sensitive` and no `SetValue` wrappers: marks are kept beside as
 * paths, and a set is a plain array in canonical order, the schema telling that it is one.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | ObjectValue
  | Unknown
  | Sensitive
  | SetValue;

export interface ObjectValue {
  readonly [key: string]: Value;
}

/** Whether `value` is an object or a map: not null, no array, no unknown, no mark, no set. */
export function isObjectValue(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Sensitive) &&
    !(value instanceof SetValue)
  );
}
