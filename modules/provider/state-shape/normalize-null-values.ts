import { isObjectValue, isWhollyKnown, type Type, Unknown, type Value } from "../../values/index.js";

/**
 * SDKv2's `normalizeNullValues`: zero values and empty containers may be interchanged by a provider; where
 * `value` and `source` differ only in being null or empty, the source's form wins.
 *
 * @param value what the provider came up with (`dst` in the SDK)
 * @param source what it is compared with: the prior state on read, the proposed value on plan, the planned one on apply
 * @param apply whether this is an apply; a set that was wholly known in the source is then taken from it
 */
export function normalizeNullValues(value: Value, source: Value, type: Type, apply: boolean): Value {
  if (source instanceof Unknown) return value === null && !apply ? source : value;
  if (apply && isCollection(type)) {
    if (source === null && isEmpty(value)) return source;
    if (value === null && isEmpty(source)) return source;
  }
  if (source === null || value instanceof Unknown) return value;
  if (type === "string") return value === null && source === "" ? source : value;
  if (typeof type === "string") return value;
  switch (type[0]) {
    case "map":
      return normalizeMap(value, source, type[1], apply);
    case "object":
      return normalizeObject(value, source, type[1], apply);
    case "set":
      // The provider rebuilds a set and loses too much of it to compare element by element.
      return apply && isWhollyKnown(source) ? source : value;
    case "list":
      return normalizeList(value, source, () => type[1], apply);
    case "tuple":
      return normalizeList(value, source, (index) => type[1][index] ?? "dynamic", apply);
  }
}

function normalizeObject(
  value: Value,
  source: Value,
  attributes: { readonly [name: string]: Type },
  apply: boolean,
): Value {
  if (!isObjectValue(source)) return value;
  const from = isObjectValue(value) ? value : {};
  const names = Object.keys(attributes);
  if (names.length === 0) return value;
  return Object.fromEntries(
    names.map((name): [string, Value] => [
      name,
      normalizeNullValues(from[name] ?? null, source[name] ?? null, attributes[name] ?? "dynamic", apply),
    ]),
  );
}

function normalizeMap(value: Value, source: Value, type: Type, apply: boolean): Value {
  if (!isObjectValue(source)) return value;
  const from = isObjectValue(value) ? value : {};
  const entries = Object.entries(from).map(([key, element]): [string, Value] => {
    const before = source[key];
    if (before === undefined) return [key, element];
    // An optional and computed map comes back with unknown elements that were known before.
    if (element instanceof Unknown && before !== null && !(before instanceof Unknown)) return [key, before];
    return [key, normalizeNullValues(element, before, type, apply)];
  });
  if (entries.length === 0) return value === null && apply && isWhollyKnown(source) ? source : value;
  return Object.fromEntries(entries);
}

function normalizeList(value: Value, source: Value, typeAt: (index: number) => Type, apply: boolean): Value {
  if (!isList(source)) return value;
  if (value === null) {
    if (apply) return source.length === 0 ? source : value;
    return source.every((element) => element instanceof Unknown) ? source : value;
  }
  if (!isList(value) || value.length !== source.length) return value;
  return value.map((element, index) =>
    normalizeNullValues(element, source[index] ?? null, typeAt(index), apply),
  );
}

function isCollection(type: Type): boolean {
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set" || type[0] === "map");
}

function isEmpty(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  return isObjectValue(value) && Object.keys(value).length === 0;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
