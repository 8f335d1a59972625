import type { Value } from "../../values/index.js";
import type { FunctionContext } from "../functions/function-definition.js";
import type { Names, Scope } from "../scope.js";

/** What evaluation carries down the tree. */
export interface Environment {
  readonly scope: Scope;
  readonly names: Names | undefined;
  /** The element that the innermost splat is at. */
  readonly item: Value;
  readonly functions: FunctionContext;
}

/** The same surroundings with one more name in them. */
export function withName(environment: Environment, name: string, value: Value): Environment {
  return { ...environment, names: { name, value, outer: environment.names } };
}
