import { Sensitive, type Type, typeOf, Unknown, type Value } from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { typeName, wantedTypeName } from "../conversion/type-name.js";
import { hasMarks } from "../evaluation/marks.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";

const anything = { type: "dynamic", allowNull: true, allowUnknown: true, allowMarked: true } as const;

/** `tostring` to `toset`, and the functions on marks. */
export const CONVERSION_FUNCTIONS: readonly FunctionDefinition[] = [
  conversion("tostring", "string"),
  conversion("tonumber", "number"),
  conversion("tobool", "bool"),
  conversion("tolist", ["list", "dynamic"]),
  conversion("toset", ["set", "dynamic"]),
  conversion("tomap", ["map", "dynamic"]),
  {
    name: "sensitive",
    parameters: [{ name: "value", ...anything }],
    returns: ([value]) => typeOf(value ?? null),
    mayBeNull: true,
    implement: ([value]) => new Sensitive(value ?? null),
  },
  {
    name: "nonsensitive",
    parameters: [{ name: "value", ...anything }],
    returns: ([value]) => typeOf(value ?? null),
    mayBeNull: true,
    implement: ([value]) => (value instanceof Sensitive ? value.value : (value ?? null)),
  },
  {
    name: "ephemeralasnull",
    parameters: [{ name: "value", ...anything }],
    returns: ([value]) => typeOf(value ?? null),
    mayBeNull: true,
    implement: ([value], { hasEphemeralVariables }) => {
      // Without ephemeral variables nothing is ephemeral.
      if (!hasEphemeralVariables) return value ?? null;
      throw new FunctionError(
        "it is not supported in a configuration with ephemeral variables: which values come from one is not followed here",
      );
    },
  },
  {
    name: "issensitive",
    parameters: [{ name: "value", ...anything }],
    returns: "bool",
    implement: ([value]) =>
      value instanceof Unknown
        ? new Unknown(true, "bool")
        : hasMarks(value ?? null) && value instanceof Sensitive,
  },
];

function conversion(name: string, type: Type): FunctionDefinition {
  const parameter: Parameter = { name: "v", ...anything };
  return {
    name,
    parameters: [parameter],
    returns: type,
    mayBeNull: true,
    implement: ([value]) => convert(value ?? null, type),
  };
}

function convert(value: Value, type: Type): Value {
  try {
    return convertValue(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw new FunctionError(reason(value, type), 0);
    throw error;
  }
}

function reason(value: Value, type: Type): string {
  const from = typeOf(value);
  if (value instanceof Sensitive)
    return `cannot convert this sensitive ${typeName(from)} to ${wantedTypeName(type)}`;
  if (typeof value === "string" && type === "number")
    return `cannot convert ${JSON.stringify(value)} to number; given string must be a decimal representation of a number`;
  if (typeof value === "string" && type === "bool")
    return `cannot convert ${JSON.stringify(value)} to bool; only the strings "true" or "false" are allowed`;
  return `cannot convert ${typeName(from)} to ${wantedTypeName(type)}`;
}
