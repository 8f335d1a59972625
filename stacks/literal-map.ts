/**
 * A map of the fleet file for Terraform JSON, in key order: what looks like a template there is meant as it
 * stands.
 */
export function literalMap(map: { readonly [key: string]: string }): { [key: string]: string } {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [escaped(key), escaped(value)]));
}

function escaped(text: string): string {
  return text.replace(/([$%])\{/g, "$1$1{");
}
