import { dirname } from "node:path";
import { readSourceMap } from "./read-source-map.js";
import type { SourceMap } from "./source-map.js";

/** The nearest source map up the tree that knows the stack; another fleet's limits are none of ours. */
export async function findSourceMap(directory: string, stack: string): Promise<SourceMap | null> {
  const map = await readSourceMap(directory);
  if (map !== null && Object.hasOwn(map.stacks, stack)) return map;
  const parent = dirname(directory);
  return parent === directory ? null : findSourceMap(parent, stack);
}
