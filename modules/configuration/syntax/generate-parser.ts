import type { Parser } from "peggy";
import { GRAMMAR, START_RULES } from "./grammar.js";

/**
 * Loads what makes the parser of expressions; the parser itself is made when it is first called for. In the
 * bundled programs the parser stands in this module's place, ready made.
 */
export async function generateParser(): Promise<() => Parser> {
  const { default: peggy } = await import("peggy");
  return () => peggy.generate(GRAMMAR, { allowedStartRules: [...START_RULES] });
}
