/** Terraform's values and types, as every room that handles them sees them. */

export { valuesEqual } from "./equality.js";
export type { Path, PathStep } from "./path.js";
export { Sensitive } from "./sensitive.js";
export { compareBytes, compareSetElements, SetValue, setElementKey } from "./set-value.js";
export type { ObjectType, Type } from "./type.js";
export { notedType, typeOf, typesEqual, withType } from "./typed.js";
export { NEVER_NULL_UNKNOWN, UNKNOWN, Unknown } from "./unknown.js";
export { type Unmarked, unmarkDeep } from "./unmark.js";
export type { ObjectValue, Value } from "./value.js";
export { isObjectValue } from "./value.js";
export { isWhollyKnown } from "./wholly-known.js";
