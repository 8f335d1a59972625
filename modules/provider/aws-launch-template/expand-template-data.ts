import { isObjectValue, type ObjectValue, UNKNOWN, Unknown, type Value } from "../../values/index.js";
import { type TemplateField, templateFields } from "./template-data.js";

/**
 * The `LaunchTemplateData` of a request. Zero values and empty blocks are left out as the provider leaves
 * them out; `UserData` is always there, so that the data is never empty. A value that EC2 will compute is not
 * sent; one that the configuration takes from something not yet known stays unknown.
 */
export function expandTemplateData(planned: ObjectValue, config: ObjectValue | null): ObjectValue {
  const userData = planned.user_data ?? "";
  const data = expandFields(templateFields, planned, config);
  return { UserData: userData, ...(isBurstable(planned) ? data : withoutCredits(data)) };
}

/** EC2 takes a credit specification for burstable types only; their families are called t2, t3, t3a, t4g. */
export function isBurstable(template: ObjectValue): boolean {
  return typeof template.instance_type === "string" && /^t\d/.test(template.instance_type);
}

function withoutCredits(data: ObjectValue): ObjectValue {
  const { CreditSpecification: _, ...rest } = data;
  return rest;
}

function expandFields(
  fields: readonly TemplateField[],
  object: ObjectValue,
  config: ObjectValue | null,
): ObjectValue {
  const entries: [string, Value][] = [];
  for (const field of fields) {
    const value = object[field.name] ?? null;
    const expanded =
      value instanceof Unknown
        ? unknownIfConfigured(config?.[field.name])
        : expandField(field, value, object, config?.[field.name]);
    if (expanded !== undefined) entries.push([field.api, expanded]);
  }
  return Object.fromEntries(entries);
}

function unknownIfConfigured(configured: Value | undefined): Value | undefined {
  return configured === undefined || configured === null ? undefined : UNKNOWN;
}

function expandField(
  field: TemplateField,
  value: Value,
  siblings: ObjectValue,
  configured: Value | undefined,
): Value | undefined {
  switch (field.kind) {
    case "text":
    case "time":
      return typeof value === "string" && value !== "" ? value : undefined;
    case "number":
      return typeof value === "number" && value !== 0 ? value : undefined;
    case "number-always":
      return typeof value === "number" ? value : 0;
    case "flag":
      return value === true ? true : undefined;
    case "flag-always":
      return value === true;
    case "nullable-flag":
      return value === "true" || value === "1"
        ? true
        : value === "false" || value === "0"
          ? false
          : undefined;
    case "texts":
      return isList(value) && value.length > 0 ? value : undefined;
    case "wrapped-texts":
      return isList(value) && value.length > 0
        ? value.map((element) => ({ [field.member]: element }))
        : undefined;
    case "ipv4-addresses":
      return ipv4Addresses(value, siblings);
    case "tags":
      return tagList(value);
    case "range":
      return rangeOf(value);
    case "block": {
      const [inner, innerConfig] = [firstObject(value), firstObject(configured)];
      const expanded = inner && expandFields(field.fields, inner, innerConfig ?? null);
      return expanded && Object.keys(expanded).length > 0 ? expanded : undefined;
    }
    case "blocks":
      return expandBlocks(field.fields, value, configured);
  }
}

function expandBlocks(
  fields: readonly TemplateField[],
  value: Value,
  configured: Value | undefined,
): Value | undefined {
  if (!isList(value) || value.length === 0) return undefined;
  const configs = isList(configured) ? configured : [];
  return value.map((element, index) => {
    const config = configs[index];
    return isObjectValue(element)
      ? expandFields(fields, element, isObjectValue(config) ? config : null)
      : element;
  });
}

/** Named addresses are sent only without a count; the one that is the private address is the primary one. */
function ipv4Addresses(value: Value, siblings: ObjectValue): Value | undefined {
  const count = siblings.ipv4_address_count;
  if (!isList(value) || value.length === 0 || (typeof count === "number" && count !== 0)) return undefined;
  return value.map((address) => ({
    Primary: address === siblings.private_ip_address,
    PrivateIpAddress: address,
  }));
}

function tagList(value: Value): Value | undefined {
  if (!isObjectValue(value)) return undefined;
  const own = Object.entries(value).filter(([key]) => !key.startsWith("aws:"));
  return own.length === 0 ? undefined : own.map(([Key, Value]) => ({ Key, Value }));
}

function rangeOf(value: Value): Value | undefined {
  const range = firstObject(value);
  if (range === undefined) return undefined;
  const min = typeof range.min === "number" ? range.min : 0;
  const max = typeof range.max === "number" ? range.max : 0;
  return max >= min ? { Min: min, Max: max } : { Min: min };
}

function firstObject(value: Value | undefined): ObjectValue | undefined {
  const first: Value | undefined = isList(value) ? value[0] : value;
  return isObjectValue(first) ? first : undefined;
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
