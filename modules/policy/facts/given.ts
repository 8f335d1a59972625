/** The members of `record` that are given: a fact that is not known is absent, never null. */
export function given<T extends object>(record: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  const kept: Partial<T> = {};
  for (const name in record) {
    const value = record[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
