import { isObjectValue, type ObjectValue, type Value } from "../values/index.js";
import type { ProviderConfiguration } from "./provider-definition.js";

/** What an evaluated `provider "aws"` block says about plans: region, default tags, ignored tags. */
export function providerConfigurationOf(block: ObjectValue): ProviderConfiguration {
  const ignore = firstBlock(block.ignore_tags ?? null);
  return {
    region: typeof block.region === "string" ? block.region : null,
    defaultTags: texts(firstBlock(block.default_tags ?? null)?.tags ?? null),
    ignoreTags: { keys: strings(ignore?.keys ?? null), keyPrefixes: strings(ignore?.key_prefixes ?? null) },
    skipAccountId: block.skip_requesting_account_id === true,
  };
}

function firstBlock(value: Value): ObjectValue | undefined {
  const first: Value | undefined = Array.isArray(value) ? value[0] : value;
  return isObjectValue(first) ? first : undefined;
}

function texts(value: Value): { readonly [key: string]: string } {
  if (!isObjectValue(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function strings(value: Value): readonly string[] {
  return Array.isArray(value)
    ? value.filter((element): element is string => typeof element === "string")
    : [];
}
