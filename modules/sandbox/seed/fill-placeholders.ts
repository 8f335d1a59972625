/** Replaces `{name}` by its value, and `{name:4}` by its value padded with zeros to four characters. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)(?::(\d+))?\}/g, (whole, key: string, width: string | undefined) => {
    const value = values[key];
    return value === undefined ? whole : String(value).padStart(Number(width ?? 0), "0");
  });
}
