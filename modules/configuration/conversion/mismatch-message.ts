import { type Type, typesEqual } from "../../values/index.js";
import { canConvert } from "./type-conversion.js";
import { wantedTypeName } from "./type-name.js";

/** Why a type cannot be converted to another, in the words of go-cty (`convert.MismatchMessage`). */
export function mismatchMessage(got: Type, want: Type): string {
  const required = `${wantedTypeName(want)} required`;
  if (typeof got === "string" || typeof want === "string") return required;
  if (got[0] === "object" && want[0] === "object") return objectsMessage(got[1], want[1]);
  if (want[0] === "object" || want[0] === "tuple") return required;
  if (got[0] === "tuple" && want[0] !== "map")
    return want[1] === "dynamic"
      ? `all ${want[0]} elements must have the same type`
      : elementsMessage(
          got[1].map((type, index) => [String(index), type]),
          want[1],
        );
  if (got[0] === "object" && want[0] === "map")
    return want[1] === "dynamic"
      ? "all map elements must have the same type"
      : elementsMessage(
          Object.entries(got[1]).map(([name, type]) => [JSON.stringify(name), type]),
          want[1],
        );
  if (got[0] === "tuple" || got[0] === "object") return required;
  const sequences = got[0] !== "map" && want[0] !== "map";
  if (!sequences && got[0] !== want[0]) return required;
  return `incorrect ${want[0]} element type: ${mismatchMessage(got[1], want[1])}`;
}

function elementsMessage(elements: readonly (readonly [string, Type])[], want: Type): string {
  const wrong = elements.find(([, type]) => !canConvert(type, want, "unsafe"));
  return wrong === undefined
    ? `all elements must be ${wantedTypeName(want)}`
    : `element ${wrong[0]}: ${mismatchMessage(wrong[1], want)}`;
}

function objectsMessage(
  got: { readonly [name: string]: Type },
  want: { readonly [name: string]: Type },
): string {
  const missing = Object.keys(want)
    .filter((name) => !Object.hasOwn(got, name))
    .sort()
    .map((name) => JSON.stringify(name));
  const last = missing.at(-1);
  if (missing.length === 1) return `attribute ${last} is required`;
  if (missing.length === 2) return `attributes ${missing[0]} and ${last} are required`;
  if (missing.length > 2) return `attributes ${missing.slice(0, -1).join(", ")}, and ${last} are required`;
  for (const [name, wanted] of Object.entries(want)) {
    const given = got[name];
    if (given !== undefined && !typesEqual(given, wanted) && !canConvert(given, wanted, "unsafe"))
      return `attribute ${JSON.stringify(name)}: ${mismatchMessage(given, wanted)}`;
  }
  return "incorrect object attributes";
}
