import type { QueryParameters } from "../protocol/query-parameters.js";
import type { TemplateData, TemplateValue } from "../world/records.js";
import { ec2Error, invalidParameterValue } from "./ec2-errors.js";
import { type Shape, templateDataShape } from "./template-shape.js";

/**
 * Reads `LaunchTemplateData` into the form in which EC2 shows it again.
 * @throws UnknownParameter for a member that launch templates do not have, InvalidParameterValue for a value
 * of the wrong type
 */
export function readTemplateData(parameters: QueryParameters): TemplateData {
  const data = readValue(templateDataShape, parameters, "LaunchTemplateData");
  return isTemplateData(data) ? data : {};
}

function readValue(shape: Shape, parameters: QueryParameters, path: string): TemplateValue | undefined {
  if (typeof shape === "string") return readScalar(shape, parameters.value, path);
  if ("list" in shape) {
    return parameters.names
      .filter((name) => /^\d+$/.test(name))
      .sort((left, right) => Number(left) - Number(right))
      .flatMap((name) => readValue(shape.list, parameters.member(name), `${path}.${name}`) ?? []);
  }
  const value: Record<string, TemplateValue> = {};
  for (const name of parameters.names) {
    const member = shape.members[name];
    if (member === undefined) {
      throw ec2Error("UnknownParameter", `The parameter ${path}.${name} is not recognized`);
    }
    const content = readValue(member, parameters.member(name), `${path}.${name}`);
    if (content !== undefined) value[answerName(name, member)] = content;
  }
  return value;
}

function answerName(name: string, shape: Shape): string {
  if (typeof shape === "object" && "list" in shape) return shape.as;
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function readScalar(
  kind: "string" | "integer" | "number" | "boolean",
  text: string | undefined,
  path: string,
): TemplateValue | undefined {
  if (text === undefined) return undefined;
  switch (kind) {
    case "string":
      // EC2 does not keep empty values: the provider always sends UserData, often with nothing in it.
      return text === "" ? undefined : text;
    case "boolean":
      if (/^true$/i.test(text)) return true;
      if (/^false$/i.test(text)) return false;
      throw invalidParameterValue(`Value (${text}) for parameter ${path} is invalid. Expected a boolean.`);
    case "integer":
    case "number": {
      const number = Number(text);
      const valid = text !== "" && (kind === "integer" ? Number.isInteger(number) : Number.isFinite(number));
      if (!valid) throw invalidParameterValue(`Value (${text}) for parameter ${path} is invalid.`);
      return number;
    }
  }
}

function isTemplateData(value: TemplateValue | undefined): value is TemplateData {
  return typeof value === "object" && !Array.isArray(value);
}
