import type { Value } from "../../values/index.js";
import type { VariableConfiguration } from "../configuration.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { valueOfJson } from "../conversion/value-of-json.js";
import { evaluateConstant } from "../evaluation/evaluate-constant.js";
import { TemplateSyntaxError } from "../syntax/template-syntax-error.js";
import type { LabelledBlock } from "./blocks-of.js";
import { checkProperties, literalBool, literalString } from "./read-arguments.js";
import { readConditions } from "./read-resource.js";
import { at, type ReadingContext, report } from "./reading-context.js";
import {
  ANY,
  applyTypeConstraint,
  readTypeConstraint,
  type TypeConstraint,
  typeOfConstraint,
} from "./type-constraint.js";

/** Reads a `variable` block. */
export function readVariable(context: ReadingContext, block: LabelledBlock): VariableConfiguration {
  const { json, place } = block;
  const [name = ""] = block.labels;
  checkProperties(
    context,
    json,
    ["type", "default", "description", "sensitive", "ephemeral", "nullable", "validation", "deprecated"],
    place,
  );
  const constraint = readType(context, block);
  return {
    name,
    type: typeOfConstraint(constraint),
    convert: (value) => applyTypeConstraint(value, constraint),
    default: readDefault(context, block, constraint),
    defaultJson: json.default,
    description: literalString(context, json, "description", place),
    sensitive: literalBool(context, json, "sensitive", place) ?? false,
    ephemeral: literalBool(context, json, "ephemeral", place) ?? false,
    nullable: literalBool(context, json, "nullable", place) ?? true,
    validations: readConditions(context, json.validation, at(place, "validation")),
    get location() {
      return place.file.locate(place.path);
    },
  };
}

function readType(context: ReadingContext, { json, place }: LabelledBlock): TypeConstraint {
  const text = literalString(context, json, "type", place);
  if (text === null) return ANY;
  const bare = /^\$\{([\s\S]*)\}$/.exec(text)?.[1] ?? text;
  try {
    const constraint = readTypeConstraint(context.templates.expression(bare), evaluateConstant);
    if (constraint !== undefined) return constraint;
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
  }
  report(
    context,
    at(place, "type"),
    "TYPE",
    "Invalid type specification",
    `${JSON.stringify(text)} is not a valid type constraint. Write string, number, bool, any, list(T), set(T), map(T), object({…}) or tuple([…]).`,
  );
  return ANY;
}

function readDefault(
  context: ReadingContext,
  { json, place }: LabelledBlock,
  constraint: TypeConstraint,
): Value | undefined {
  if (json.default === undefined) return undefined;
  try {
    // A default is a constant: Terraform takes its strings as they are, `${` and all.
    return applyTypeConstraint(valueOfJson(json.default), constraint);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    report(
      context,
      at(place, "default"),
      "TYPE",
      "Invalid default value for variable",
      `This default value is not compatible with the variable's type constraint: ${error.message}.`,
    );
    return null;
  }
}
