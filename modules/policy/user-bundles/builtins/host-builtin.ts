/**
 * A built-in function of Rego that WebAssembly leaves to its host, on values as JSON has them. Undefined is what
 * OPA makes of an argument that the function cannot take: the expression is undefined, no error. What this host
 * cannot do is thrown, and then the rule has given no answer.
 */
export type HostBuiltin = (...values: readonly unknown[]) => unknown;

export type HostBuiltins = { readonly [name: string]: HostBuiltin };

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text, or every text of a list; undefined for anything else. */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (isText(value)) return [value];
  return isList(value) && value.every(isText) ? value : undefined;
}
