import { isObjectValue, type ObjectValue, unmarkDeep, type Value } from "../values/index.js";
import type { AwsTarget } from "./types.js";

/**
 * Where an evaluated `provider "aws"` block's calls go. What the block leaves out comes from the environment,
 * as in the AWS provider: `AWS_REGION`, then `AWS_DEFAULT_REGION`. Values that are not known are left out.
 * Returns null when no region is named anywhere.
 */
export function awsTargetOf(
  block: ObjectValue,
  environment: { readonly [name: string]: string | undefined } = process.env,
): AwsTarget | null {
  const region = text(block.region) ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (region === undefined || region === "") return null;
  const role = firstBlock(block.assume_role);
  const roleArn = role === undefined ? undefined : text(role.role_arn);
  const endpoints = firstBlock(block.endpoints);
  return {
    region,
    ...optional("profile", text(block.profile)),
    ...optional("accessKeyId", text(block.access_key)),
    ...optional("secretAccessKey", text(block.secret_key)),
    ...optional("sessionToken", text(block.token)),
    ...(role === undefined || roleArn === undefined
      ? {}
      : {
          assumeRole: {
            roleArn,
            ...optional("sessionName", text(role.session_name)),
            ...optional("externalId", text(role.external_id)),
          },
        }),
    ...(endpoints === undefined ? {} : { endpoints: textEntries(endpoints) }),
  };
}

function text(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const plain = unmarkDeep(value).value;
  return typeof plain === "string" && plain !== "" ? plain : undefined;
}

/** A block of at most one, written as an object or as a list of one. */
function firstBlock(value: Value | undefined): ObjectValue | undefined {
  if (value === undefined) return undefined;
  const plain = unmarkDeep(value).value;
  const first: Value | undefined = Array.isArray(plain) ? plain[0] : plain;
  return isObjectValue(first) ? first : undefined;
}

function textEntries(block: ObjectValue): { readonly [name: string]: string } {
  const entries = Object.entries(block).flatMap(([name, value]): [string, string][] => {
    const plain = text(value);
    return plain === undefined ? [] : [[name, plain]];
  });
  return Object.fromEntries(entries);
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  const result: { [K in Key]?: string } = {};
  if (value !== undefined) result[key] = value;
  return result;
}
