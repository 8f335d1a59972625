import { type Type, typesEqual } from "../../values/index.js";
import { typeName } from "../conversion/type-name.js";

/** What differs between the two results of a conditional, in HCL's words (`describeConditionalTypeMismatch`). */
export function describeTypeMismatch(whenTrue: Type, whenFalse: Type): string {
  const special = describeStructures(whenTrue, whenFalse);
  if (special !== undefined) return special;
  const trueName = typeName(whenTrue);
  const falseName = typeName(whenFalse);
  return trueName === falseName
    ? "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value"
    : `The 'true' value is ${trueName}, but the 'false' value is ${falseName}`;
}

function describeStructures(whenTrue: Type, whenFalse: Type): string | undefined {
  if (typeof whenTrue === "string" || typeof whenFalse === "string") return undefined;
  if (whenTrue[0] === "object" && whenFalse[0] === "object")
    return describeObjects(whenTrue[1], whenFalse[1]);
  if (whenTrue[0] === "tuple" && whenFalse[0] === "tuple") return describeTuples(whenTrue[1], whenFalse[1]);
  if (whenTrue[0] === "tuple" || whenTrue[0] === "object" || whenTrue[0] !== whenFalse[0]) return undefined;
  const [trueElement, falseElement] = [whenTrue[1], whenFalse[1]];
  if (typeof trueElement === "string" || typeof falseElement === "string") return undefined;
  const structural = trueElement[0] === "object" || trueElement[0] === "tuple";
  return structural && trueElement[0] === falseElement[0]
    ? `Mismatched ${whenTrue[0]} element types: ${describeTypeMismatch(trueElement, falseElement)}`
    : undefined;
}

type Attributes = { readonly [name: string]: Type };

function describeObjects(whenTrue: Attributes, whenFalse: Attributes): string | undefined {
  for (const name of Object.keys(whenTrue).sort()) {
    const quoted = JSON.stringify(name);
    const trueType = whenTrue[name];
    const falseType = whenFalse[name];
    if (falseType === undefined)
      return `The 'true' value includes object attribute ${quoted}, which is absent in the 'false' value`;
    if (trueType !== undefined && !typesEqual(trueType, falseType))
      return `Type mismatch for object attribute ${quoted}: ${describeTypeMismatch(trueType, falseType)}`;
  }
  const extra = Object.keys(whenFalse)
    .sort()
    .find((name) => !Object.hasOwn(whenTrue, name));
  return extra === undefined
    ? undefined
    : `The 'false' value includes object attribute ${JSON.stringify(extra)}, which is absent in the 'true' value`;
}

function describeTuples(whenTrue: readonly Type[], whenFalse: readonly Type[]): string | undefined {
  if (whenTrue.length !== whenFalse.length)
    return `The 'true' tuple has length ${whenTrue.length}, but the 'false' tuple has length ${whenFalse.length}`;
  for (const [index, trueType] of whenTrue.entries()) {
    const falseType = whenFalse[index];
    if (falseType !== undefined && !typesEqual(trueType, falseType))
      return `Type mismatch for tuple element ${index}: ${describeTypeMismatch(trueType, falseType)}`;
  }
  return undefined;
}
