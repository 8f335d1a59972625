import type { Lifecycle } from "../../configuration/index.js";
import type { BlockSchema } from "../../provider/index.js";
import {
  isObjectValue,
  type ObjectValue,
  type Path,
  Unknown,
  type Value,
  valuesEqual,
} from "../../values/index.js";
import { valueAt, withValueAt } from "../change/value-path.js";

export interface IgnoredDifference {
  /** Down to the map key where one is ignored. */
  readonly path: Path;
  readonly configured: Value;
  readonly prior: Value;
}

export interface IgnoreChangesResult {
  readonly value: ObjectValue;
  /** Where the prior value has taken the configured one's place. */
  readonly ignored: readonly IgnoredDifference[];
}

/**
 * Puts the prior object's values where `ignore_changes` says so (core's `processIgnoreChanges`). Paths that
 * do not resolve in the prior object or in the configuration have no effect. Must not be called without a
 * prior object: there is nothing to keep on create and on replacement.
 *
 * @param value the configuration; on the second pass, after the provider, the planned value
 * @param pass of the configuration `all` makes a valid one (computed-only attributes null), of the planned value
 *   simply the prior object
 */
export function ignoreChanges(
  prior: ObjectValue,
  value: ObjectValue,
  ignore: Lifecycle["ignoreChanges"],
  block: BlockSchema,
  pass: "configuration" | "planned",
): IgnoreChangesResult {
  if (ignore === "all")
    return { value: pass === "planned" ? prior : configurableOf(prior, block), ignored: [] };
  if (ignore.length === 0) return { value, ignored: [] };

  // Every difference is found before anything is replaced, so that entries do not see each other's effect.
  const differences = ignore.flatMap((entry) => {
    const { path, key } = splitMapKey(entry.path, entry.indexSteps);
    const before = valueAt(prior, path);
    const configured = valueAt(value, path);
    if (before === undefined || configured === undefined || valuesEqual(before, configured)) return [];
    // Core takes maps apart key by key and leaves one alone that is not known.
    if (configured instanceof Unknown && isMapAt(block, path)) return [];
    return [{ path, key, before, configured }];
  });
  differences.sort((left, right) => right.path.length - left.path.length);

  let result: Value = value;
  const ignored: IgnoredDifference[] = [];
  for (const { path, key, before, configured } of differences) {
    if (key === null) {
      result = withValueAt(result, path, before);
      ignored.push({ path, configured, prior: before });
      continue;
    }
    const current = valueAt(result, path) ?? null;
    if (!(current === null || isObjectValue(current)) || !(before === null || isObjectValue(before)))
      continue;
    const next = withPriorKey(current, before, key);
    if (valuesEqual(next, current)) continue;
    ignored.push({ path: [...path, key], configured: current?.[key] ?? null, prior: before?.[key] ?? null });
    result = withValueAt(result, path, next);
  }
  return { value: isObjectValue(result) ? result : value, ignored };
}

/** A path that ends with a string in brackets names a key of a map; the map itself is compared as a whole. */
function splitMapKey(path: Path, indexSteps: readonly boolean[]): { path: Path; key: string | null } {
  const last = path[path.length - 1];
  if (path.length > 1 && typeof last === "string" && indexSteps[path.length - 1] === true)
    return { path: path.slice(0, -1), key: last };
  return { path, key: null };
}

/** Of one map key the prior element is kept, or its absence; a null map in which nothing is left stays null. */
function withPriorKey(current: ObjectValue | null, prior: ObjectValue | null, key: string): Value {
  const { [key]: _dropped, ...others } = current ?? {};
  const kept = prior?.[key];
  const next = kept === undefined ? others : { ...others, [key]: kept };
  if (current === null && Object.keys(next).length === 0) return null;
  return Object.fromEntries(Object.entries(next).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** A prior object as a configuration: what only the provider can set is null. */
function configurableOf(prior: ObjectValue, block: BlockSchema): ObjectValue {
  const result: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(prior)) {
    const attribute = block.attributes[name];
    const nested = block.blocks[name];
    if (attribute?.computed && !attribute.optional) result[name] = null;
    else if (nested !== undefined && Array.isArray(value))
      result[name] = value.map((element: Value) =>
        isObjectValue(element) ? configurableOf(element, nested.block) : element,
      );
    else result[name] = value;
  }
  // The SDK's implied `id` is optional and computed, yet nobody may configure it.
  if (block.attributes.id?.computed) result.id = null;
  return result;
}

/**
 * The marks of a configuration whose ignored parts were taken from the prior object: these come along with
 * the prior object's own marks.
 */
export function ignoredSensitivity(
  prior: Sensitive,
  config: Sensitive,
  ignore: Lifecycle["ignoreChanges"],
): readonly Path[] {
  if (ignore === "all") return prior.sensitivePaths;
  if (ignore.length === 0 || (prior.sensitivePaths.length === 0 && config.sensitivePaths.length === 0))
    return config.sensitivePaths;
  const taken = ignore
    .map(({ path }) => path)
    .filter(
      (path) => valueAt(prior.object, path) !== undefined || valueAt(config.object, path) !== undefined,
    );
  const isTaken = (path: Path): boolean =>
    taken.some((root) => root.every((step, index) => path[index] === step));
  return [...config.sensitivePaths.filter((path) => !isTaken(path)), ...prior.sensitivePaths.filter(isTaken)];
}

interface Sensitive {
  readonly object: ObjectValue;
  readonly sensitivePaths: readonly Path[];
}

/** Whether a path ends at an attribute that is a map. */
function isMapAt(block: BlockSchema, path: Path): boolean {
  let at: BlockSchema | undefined = block;
  for (const [index, step] of path.entries()) {
    if (typeof step === "number" || at === undefined) continue;
    const type = at.attributes[step]?.type;
    if (type !== undefined) return index === path.length - 1 && Array.isArray(type) && type[0] === "map";
    at = at.blocks[step]?.block;
  }
  return false;
}
