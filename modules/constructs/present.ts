/**
 * The entries of `values` that have a value. CDKTF tells an absent optional from one that is set; with
 * exactOptionalPropertyTypes so does the compiler.
 */
export function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in values) {
    const value = values[key];
    if (isDefined(value)) result[key] = value;
  }
  return result;
}

/** The map in key order, or nothing when it is empty: order must not depend on where its entries came from. */
export function sortedMap(
  map: { readonly [key: string]: string } | undefined,
): { [key: string]: string } | undefined {
  const keys = Object.keys(map ?? {}).sort();
  if (map === undefined || keys.length === 0) return undefined;
  return Object.fromEntries(keys.map((key) => [key, map[key] ?? ""]));
}

function isDefined<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}
