import type { ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import type { Fields, FieldValue } from "../state-shape/state-object.js";
import { type TemplateField, templateFields } from "./template-data.js";

/** What the provider reads out of a launch template version's data; see `stateObject` for what undefined means. */
export function flattenTemplateData(data: ResponseLaunchTemplateData): Fields {
  const { credit_specification: credits, ...fields } = flattenFields(templateFields, data);
  const burstable = /^t\d/.test(data.InstanceType ?? "");
  return {
    ...fields,
    // Left as configured for any type that has no CPU credits.
    ...(burstable && data.CreditSpecification !== undefined ? { credit_specification: credits } : {}),
    ebs_optimized: data.EbsOptimized === undefined ? "" : String(data.EbsOptimized),
    user_data: data.UserData,
  };
}

function flattenFields(fields: readonly TemplateField[], data: object): Fields {
  return Object.fromEntries(
    fields.map((field): [string, FieldValue] => [field.name, flattenField(field, memberOf(data, field.api))]),
  );
}

function flattenField(field: TemplateField, value: unknown): FieldValue {
  switch (field.kind) {
    case "text":
      return typeof value === "string" ? value : undefined;
    case "time":
      return value instanceof Date ? value.toISOString().replace(/\.\d+Z$/, "Z") : undefined;
    case "number":
    case "number-always":
      return typeof value === "number" ? value : undefined;
    case "flag":
    case "flag-always":
      return typeof value === "boolean" ? value : undefined;
    case "nullable-flag":
      return typeof value === "boolean" ? String(value) : undefined;
    case "texts":
      return textsOf(value);
    case "wrapped-texts":
      return textsOf(elementsOf(value).map((element) => memberOf(element, field.member)));
    case "ipv4-addresses":
      return textsOf(elementsOf(value).map((element) => memberOf(element, "PrivateIpAddress")));
    case "tags":
      return tagMap(value);
    case "range":
      return isObject(value) ? [rangeFields(value)] : undefined;
    case "block":
      return isObject(value) ? [flattenFields(field.fields, value)] : undefined;
    case "blocks":
      return elementsOf(value).map((element) => flattenFields(field.fields, element));
  }
}

function rangeFields(range: object): Fields {
  const [min, max] = [memberOf(range, "Min"), memberOf(range, "Max")];
  return {
    ...(typeof min === "number" ? { min } : {}),
    ...(typeof max === "number" ? { max } : {}),
  };
}

function tagMap(value: unknown): Fields {
  const entries = elementsOf(value).flatMap((tag): [string, string][] => {
    const [key, text] = [memberOf(tag, "Key"), memberOf(tag, "Value")];
    return typeof key === "string" && !key.startsWith("aws:")
      ? [[key, typeof text === "string" ? text : ""]]
      : [];
  });
  return Object.fromEntries(entries);
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];
}

function elementsOf(value: unknown): readonly object[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function memberOf(object: object, name: string): unknown {
  return Reflect.get(object, name);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}
