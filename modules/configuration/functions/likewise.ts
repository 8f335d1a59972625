import { typeOf, type Value, withType } from "../../values/index.js";

/** An array with the type of another: a list stays a list, a tuple a tuple, a set becomes a list. */
export function likewise(original: Value, elements: readonly Value[]): Value {
  const type = typeOf(original);
  if (typeof type === "string" || type[0] === "tuple" || type[0] === "object") return elements;
  return withType(elements, ["list", type[1]]);
}
