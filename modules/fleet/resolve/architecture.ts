import type { Architecture } from "../schema/ami-types.js";

/**
 * Architecture of an instance type by its family's name: a `g` among the letters after the generation means
 * Graviton (m7g, c6gn, im4gn, r8gd), and so does a1. Source: EC2's naming convention of instance types.
 */
export function instanceArchitecture(instanceType: string): Architecture {
  const family = instanceType.split(".")[0] ?? "";
  return family === "a1" || /^[a-z]+\d+[a-z]*g[a-z]*$/.test(family) ? "arm64" : "x86_64";
}
