import { isObjectValue, type ObjectValue, Unknown, type Value } from "../../values/index.js";

/** The only element of a block of at most one, as SDKv2 keeps it; undefined when the block is absent. */
export function onlyBlock(object: ObjectValue | null, name: string): ObjectValue | undefined {
  const value = object?.[name];
  const first: Value | undefined = isListValue(value) ? value[0] : value;
  return isObjectValue(first) ? first : undefined;
}

export function blockList(object: ObjectValue | null, name: string): readonly ObjectValue[] {
  const value = object?.[name];
  return isListValue(value) ? value.filter((element) => isObjectValue(element)) : [];
}

export function listOf(object: ObjectValue | null, name: string): readonly Value[] {
  const value = object?.[name];
  return isListValue(value) ? value : [];
}

/** A value as SDKv2's GetOk has it: undefined when null, `""`, 0, false or empty; an unknown counts as set. */
export function getOk(object: ObjectValue | null, name: string): Value | undefined {
  const value = object?.[name];
  if (value === undefined || value === null || value === "" || value === 0 || value === false)
    return undefined;
  if (isListValue(value)) return value.length === 0 ? undefined : value;
  if (isObjectValue(value)) return Object.keys(value).length === 0 ? undefined : value;
  return value;
}

/** A known string, or undefined. */
export function textOf(object: ObjectValue | null, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === "string" ? value : undefined;
}

/** A map of known strings; unknown elements are left out. */
export function textMap(value: Value | undefined): { readonly [key: string]: string } {
  if (!isObjectValue(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export function isUnknown(value: Value | undefined): boolean {
  return value instanceof Unknown;
}

function isListValue(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
