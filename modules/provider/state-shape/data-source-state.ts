import { isObjectValue, type ObjectValue, type Value } from "../../values/index.js";
import type { Schema } from "../schema.js";
import { stateAfterRead } from "./read-state.js";
import type { Fields } from "./state-object.js";

/** The state of a data source after SDKv2's ReadDataSource: defaults, then what was read, over the configuration. */
export function dataSourceState(schema: Schema, fields: Fields, config: ObjectValue): ObjectValue {
  const defaults = Object.entries(schema.block.attributes).flatMap(([name, attribute]): [string, Value][] =>
    attribute.default !== undefined && (config[name] ?? null) === null ? [[name, attribute.default]] : [],
  );
  // A set of blocks that nobody configured is stored as null, unlike a list of them.
  const unset = Object.entries(schema.block.blocks).flatMap(([name, nested]): [string, Value][] => {
    const given = config[name];
    return nested.nesting === "set" && Array.isArray(given) && given.length === 0 ? [[name, null]] : [];
  });
  const configured = { ...config, ...Object.fromEntries([...defaults, ...unset]) };
  return stateAfterRead(schema, fields, configured);
}

/** The `filter` blocks of a data source as EC2 takes them, with `tags` as filters of their own. */
export function ec2Filters(config: ObjectValue): { Name: string; Values: string[] }[] {
  const filters = Array.isArray(config.filter) ? config.filter : [];
  const own = filters.flatMap((filter: Value) => {
    if (!isObjectValue(filter) || typeof filter.name !== "string") return [];
    return [{ Name: filter.name, Values: texts(filter.values) }];
  });
  const tags = isObjectValue(config.tags) ? Object.entries(config.tags) : [];
  return [...own, ...tags.map(([key, value]) => ({ Name: `tag:${key}`, Values: [String(value)] }))];
}

/** The known strings of a list or set. */
export function texts(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.filter((element: Value) => typeof element === "string") : [];
}

/** EC2's tag list as a map, without AWS's own. */
export function ec2Tags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): { readonly [key: string]: string } {
  const entries = (tags ?? []).map(({ Key, Value }): [string, string] => [Key ?? "", Value ?? ""]);
  return Object.fromEntries(entries.filter(([key]) => !key.startsWith("aws:")));
}
