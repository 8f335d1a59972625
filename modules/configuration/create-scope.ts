import type { Value } from "../values/index.js";
import type { Configuration } from "./configuration.js";
import { evaluate } from "./evaluate.js";
import type { Scope } from "./scope.js";

export interface ScopeOptions {
  /**
   * The value of a whole resource by its address without instance key; undefined: not declared. Asked at every
   * reference, so keep it a lookup.
   */
  readonly resource: (address: string) => Value | undefined;
  /** A shorter way to one attribute of a resource; see `Scope.attribute`. */
  readonly attribute?: (address: string, name: string) => Value | undefined;
  /** RFC 3339: what `plantimestamp()` yields; unknown without it. */
  readonly planTimestamp?: string;
}

/** The scope of a configuration's root module. Locals are evaluated when first asked for, then kept. */
export function createScope(
  configuration: Pick<Configuration, "directory" | "workspace" | "locals" | "variables" | "variableValues">,
  options: ScopeOptions,
): Scope {
  const locals = new Map<string, Value>();
  const scope: Scope = {
    resource: options.resource,
    ...(options.attribute === undefined ? {} : { attribute: options.attribute }),
    variable: (name) => configuration.variableValues.get(name),
    local: (name) => {
      const known = locals.get(name);
      if (known !== undefined) return known;
      const local = configuration.locals.get(name);
      if (local === undefined) return undefined;
      const value = evaluate(local.expression, scope);
      locals.set(name, value);
      return value;
    },
    path: { module: ".", root: ".", cwd: configuration.directory },
    workspace: configuration.workspace,
    directory: configuration.directory,
    hasEphemeralVariables: [...configuration.variables.values()].some(({ ephemeral }) => ephemeral),
    ...(options.planTimestamp === undefined ? {} : { planTimestamp: options.planTimestamp }),
  };
  return scope;
}

/** The scope of one instance of a resource with `count`. */
export function withCount(scope: Scope, index: number): Scope {
  return { ...scope, count: { index } };
}

/** The scope of one instance of a resource with `for_each`. */
export function withEach(scope: Scope, key: string, value: Value): Scope {
  return { ...scope, each: { key, value } };
}

/** A scope with `self` in it, for postconditions. */
export function withSelf(scope: Scope, value: Value): Scope {
  return { ...scope, self: value };
}
