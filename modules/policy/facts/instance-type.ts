export type Architecture = "x86_64" | "arm64";

/**
 * The architecture of an EC2 instance type, from AWS's naming: `g` among the letters after the generation
 * is Graviton (`m7g`, `c7gn`, `x2gd`, `g5g`), as are `a1`, `gb200` and Apple's own silicon. Undefined for
 * what is not an instance type's name.
 */
export function architectureOf(instanceType: string): Architecture | undefined {
  const family = /^([a-z0-9-]+)\.[a-z0-9-]+$/.exec(instanceType)?.[1];
  if (family === undefined) return undefined;
  if (family === "a1" || family.includes("gb200") || /^mac2/.test(family)) return "arm64";
  const letters = /^[a-z]+\d+([a-z]*)/.exec(family)?.[1];
  if (letters === undefined) return /^u-/.test(family) ? "x86_64" : undefined;
  return letters.includes("g") ? "arm64" : "x86_64";
}
