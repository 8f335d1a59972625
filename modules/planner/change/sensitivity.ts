import type { BlockSchema } from "../../provider/index.js";
import { isObjectValue, type ObjectValue, type Path, type PathStep, type Value } from "../../values/index.js";
import { valueAt } from "./value-path.js";

/** The paths that a schema marks sensitive, as far as they exist in the value. */
export function sensitivePathsOfSchema(block: BlockSchema, value: ObjectValue | null): readonly Path[] {
  if (value === null || !hasSensitive(block)) return [];
  const paths: Path[] = [];
  collect(block, value, [], paths);
  return paths;
}

/** Whether two lists of marks say the same about a value; marks where the value has nothing do not count. */
export function sameSensitivity(left: readonly Path[], right: readonly Path[], value: Value): boolean {
  if (left.length === 0 && right.length === 0) return true;
  const keys = (paths: readonly Path[]): ReadonlySet<string> =>
    new Set(paths.filter((path) => valueAt(value, path) !== undefined).map((path) => JSON.stringify(path)));
  const [a, b] = [keys(left), keys(right)];
  return a.size === b.size && [...a].every((key) => b.has(key));
}

const sensitiveBlocks = new WeakMap<BlockSchema, boolean>();

function hasSensitive(block: BlockSchema): boolean {
  const known = sensitiveBlocks.get(block);
  if (known !== undefined) return known;
  const found =
    Object.values(block.attributes).some((attribute) => attribute.sensitive === true) ||
    Object.values(block.blocks).some((nested) => hasSensitive(nested.block));
  sensitiveBlocks.set(block, found);
  return found;
}

function collect(block: BlockSchema, value: ObjectValue, at: readonly PathStep[], into: Path[]): void {
  for (const [name, attribute] of Object.entries(block.attributes))
    if (attribute.sensitive === true) into.push([...at, name]);
  for (const [name, nested] of Object.entries(block.blocks)) {
    const inner = value[name];
    if (!hasSensitive(nested.block)) continue;
    if (nested.nesting === "set") into.push([...at, name]);
    else if (isObjectValue(inner)) collect(nested.block, inner, [...at, name], into);
    else if (Array.isArray(inner))
      inner.forEach((element: Value, index) => {
        if (isObjectValue(element)) collect(nested.block, element, [...at, name, index], into);
      });
  }
}
