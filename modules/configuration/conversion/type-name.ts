import type { Type } from "../../values/index.js";

/** A type's name in messages, as go-cty's `FriendlyName`: `list of string`, `object`. */
export function typeName(type: Type): string {
  if (type === "dynamic") return "dynamic";
  if (typeof type === "string") return type;
  switch (type[0]) {
    case "list":
    case "set":
    case "map":
      return `${type[0]} of ${typeName(type[1])}`;
    case "tuple":
    case "object":
      return type[0];
  }
}

/** The name where a type is asked for, as `FriendlyNameForConstraint`: dynamic is `any type`. */
export function wantedTypeName(type: Type): string {
  if (type === "dynamic") return "any type";
  if (typeof type === "string" || type[0] === "tuple" || type[0] === "object") return typeName(type);
  return type[1] === "dynamic" ? `${type[0]} of any single type` : `${type[0]} of ${wantedTypeName(type[1])}`;
}
