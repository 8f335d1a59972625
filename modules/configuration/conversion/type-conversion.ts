import { type ObjectType, type Type, typesEqual } from "../../values/index.js";

type Mode = "safe" | "unsafe";
type TupleType = readonly ["tuple", readonly Type[]];

/**
 * Whether values of one type can be converted to another, going by the types alone (`convert.getConversion`).
 * Safe conversions always succeed; the others may still fail for a value, as string to number does.
 */
export function canConvert(from: Type, to: Type, mode: Mode): boolean {
  if (to === "dynamic" || typesEqual(from, to)) return true;
  if (from === "dynamic") return mode === "unsafe";
  if (typeof from === "string" || typeof to === "string") return canConvertPrimitive(from, to, mode);
  switch (to[0]) {
    case "object":
      return canConvertToObject(from, to, mode);
    case "tuple": {
      const wanted = to[1];
      return (
        from[0] === "tuple" &&
        from[1].length === wanted.length &&
        from[1].every((element, index) => canConvert(element, wanted[index] ?? "dynamic", mode))
      );
    }
    case "map":
      if (from[0] === "map") return canConvert(from[1], to[1], mode);
      return from[0] === "object" && canConvertAll(Object.values(from[1]), to[1], mode);
    case "set":
      if (from[0] === "list" && mode === "safe") return false;
      return canConvertToSequence(from, to[1], mode);
    case "list":
      return canConvertToSequence(from, to[1], mode);
  }
}

function canConvertPrimitive(from: Type, to: Type, mode: Mode): boolean {
  if (to === "string") return from === "number" || from === "bool";
  return mode === "unsafe" && from === "string" && (to === "number" || to === "bool");
}

function canConvertToSequence(from: Exclude<Type, string>, element: Type, mode: Mode): boolean {
  if (from[0] === "tuple") return canConvertAll(from[1], element, mode);
  return (from[0] === "list" || from[0] === "set") && canConvert(from[1], element, mode);
}

function canConvertAll(from: readonly Type[], element: Type, mode: Mode): boolean {
  if (element === "dynamic") return from.length === 0 || unifyTypes(from, mode) !== undefined;
  return from.every((each) => canConvert(each, element, mode));
}

function canConvertToObject(from: Exclude<Type, string>, to: ObjectType, mode: Mode): boolean {
  if (from[0] === "map") {
    const element = from[1];
    return mode === "unsafe" && Object.values(to[1]).every((wanted) => canConvert(element, wanted, mode));
  }
  if (from[0] !== "object") return false;
  const attributes = from[1];
  return Object.entries(to[1]).every(([name, wanted]) => {
    const given = attributes[name];
    return given !== undefined && canConvert(given, wanted, mode);
  });
}

/** The one type to which all the given ones can be converted, or undefined. Source: go-cty `convert/unify.go`. */
export function unifyTypes(types: readonly Type[], mode: Mode): Type | undefined {
  const [first] = types;
  if (first === undefined) return undefined;
  if (types.every((type) => typesEqual(type, first))) return first;
  const objects = types.filter(isObjectType);
  const tuples = types.filter(isTupleType);
  if (objects.length > 0 && tuples.length > 0) return undefined;
  const dynamics = types.filter((type) => type === "dynamic").length;
  if (objects.length > 0 && objects.length + dynamics === types.length) return unifyObjects(objects, mode);
  if (tuples.length > 0 && tuples.length + dynamics === types.length) return unifyTuples(tuples, mode);
  return mostGeneralFirst(types).find((wanted) => types.every((type) => canConvert(type, wanted, mode)));
}

function unifyObjects(types: readonly ObjectType[], mode: Mode): Type | undefined {
  const attributes = types.map(([, each]) => each);
  const names = Object.keys(attributes[0] ?? {});
  const same = attributes.every(
    (each) => Object.keys(each).length === names.length && names.every((name) => Object.hasOwn(each, name)),
  );
  if (!same) return unifyToCollection("map", attributes.flatMap(Object.values), types, mode);
  const unified: { [name: string]: Type } = {};
  for (const name of names) {
    const type = unifyTypes(
      attributes.map((each) => each[name] ?? "dynamic"),
      mode,
    );
    if (type === undefined) return undefined;
    unified[name] = type;
  }
  return ["object", unified];
}

function unifyTuples(types: readonly TupleType[], mode: Mode): Type | undefined {
  const elements = types.map(([, each]) => each);
  const length = elements[0]?.length ?? 0;
  if (elements.some((each) => each.length !== length))
    return unifyToCollection("list", elements.flat(), types, mode);
  const unified: Type[] = [];
  for (let index = 0; index < length; index++) {
    const type = unifyTypes(
      elements.map((each) => each[index] ?? "dynamic"),
      mode,
    );
    if (type === undefined) return undefined;
    unified.push(type);
  }
  return ["tuple", unified];
}

function unifyToCollection(
  kind: "map" | "list",
  elements: readonly Type[],
  types: readonly Type[],
  mode: Mode,
): Type | undefined {
  const element = unifyTypes(elements, mode);
  if (element === undefined) return undefined;
  const wanted: Type = [kind, element];
  return types.every((type) => canConvert(type, wanted, mode)) ? wanted : undefined;
}

/** Types to which others convert safely come before those others; otherwise the given order stays. */
function mostGeneralFirst(types: readonly Type[]): Type[] {
  const left = [...types];
  const sorted: Type[] = [];
  while (left.length > 0) {
    const index = left.findIndex((type) => !left.some((other) => isMoreGeneral(other, type)));
    sorted.push(...left.splice(Math.max(index, 0), 1));
  }
  return sorted;
}

function isMoreGeneral(candidate: Type, type: Type): boolean {
  if (typesEqual(candidate, type)) return false;
  if (candidate === "dynamic" || type === "dynamic") return type === "dynamic" && candidate !== "dynamic";
  return canConvert(type, candidate, "safe") && !canConvert(candidate, type, "safe");
}

function isObjectType(type: Type): type is ObjectType {
  return typeof type !== "string" && type[0] === "object";
}

function isTupleType(type: Type): type is TupleType {
  return typeof type !== "string" && type[0] === "tuple";
}
