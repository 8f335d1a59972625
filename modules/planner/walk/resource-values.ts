import {
  expressionAttribute,
  expressionValue,
  type ResourceConfiguration,
} from "../../configuration/index.js";
import type { BlockSchema } from "../../provider/index.js";
import { type ObjectValue, type Path, UNKNOWN, type Value } from "../../values/index.js";
import type { InstanceKey } from "../prior/instance-address.js";

export interface InstanceValue {
  readonly key: InstanceKey;
  /** Null: there is no such object yet, e.g. in a refresh-only plan; expressions see an unknown one. */
  readonly object: ObjectValue | null;
  readonly sensitivePaths: readonly Path[];
}

/** What expressions see of a resource: an object, a list of them with `count`, a map with `for_each`. */
export function resourceValue(
  resource: ResourceConfiguration,
  block: BlockSchema,
  instances: readonly InstanceValue[],
): Value {
  const values = instances.map(({ key, object, sensitivePaths }): readonly [InstanceKey, Value] => [
    key,
    object === null ? UNKNOWN : expressionValue(object, block, sensitivePaths),
  ]);
  if (resource.count !== null) {
    const byIndex = new Map(values.map(([key, value]) => [Number(key), value]));
    const length = Math.max(-1, ...byIndex.keys()) + 1;
    return Array.from({ length }, (_, index) => byIndex.get(index) ?? UNKNOWN);
  }
  if (resource.forEach !== null)
    return Object.fromEntries(values.map(([key, value]) => [String(key), value]));
  return values[0]?.[1] ?? UNKNOWN;
}

/** One attribute of what `resourceValue` gives; undefined where it takes the whole to tell. */
export function resourceAttribute(
  resource: ResourceConfiguration,
  block: BlockSchema,
  instances: readonly InstanceValue[],
  name: string,
): Value | undefined {
  const [only] = instances;
  if (resource.count !== null || resource.forEach !== null || only === undefined || only.object === null)
    return undefined;
  return expressionAttribute(only.object, block, name, only.sensitivePaths);
}
