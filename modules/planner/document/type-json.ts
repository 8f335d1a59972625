import type { JsonValue } from "../../plan/index.js";
import { type Type, typeOf, type Value } from "../../values/index.js";

/** A value's type in Terraform's JSON notation. */
export function typeJson(value: Value): JsonValue {
  return notation(typeOf(value));
}

function notation(type: Type): JsonValue {
  if (typeof type === "string") return type;
  switch (type[0]) {
    case "tuple":
      return ["tuple", type[1].map(notation)];
    case "object": {
      const names = Object.keys(type[1]).sort();
      return [
        "object",
        Object.fromEntries(names.map((name) => [name, notation(type[1][name] ?? "dynamic")])),
      ];
    }
    default:
      return [type[0], notation(type[1])];
  }
}
