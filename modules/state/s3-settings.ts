import type { S3, ServerSideEncryption } from "@aws-sdk/client-s3";
import { FleetwrightError } from "../diagnostics/index.js";
import type { JsonObject, JsonValue } from "./json.js";

export interface S3Settings {
  readonly bucket: string;
  /** The object's key, the workspace already in it. */
  readonly key: string;
  readonly useLockfile: boolean;
  readonly encryption: {
    readonly ServerSideEncryption?: ServerSideEncryption;
    readonly SSEKMSKeyId?: string;
  };
  /** Made when first needed; credentials as in Terraform's backend, else from the SDK's own chain. */
  readonly client: () => Promise<S3>;
}

/** Reads the `s3` backend's block. Throws a FleetwrightError (STATE_BACKEND) that says what is missing. */
export function s3Settings(
  block: JsonObject,
  workspace: string,
  environment: { readonly [name: string]: string | undefined } = process.env,
): S3Settings {
  const bucket = text(block.bucket);
  const key = text(block.key);
  const region = text(block.region) ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (bucket === undefined || key === undefined || region === undefined) {
    const missing = [!bucket && "bucket", !key && "key", !region && "region"].filter(Boolean).join(", ");
    throw invalid(
      `The s3 backend lacks ${missing}`,
      "Set it in the stack's backend; the region may come from AWS_REGION.",
    );
  }
  if (text(block.dynamodb_table) !== undefined && block.use_lockfile !== true) {
    throw invalid(
      "The s3 backend locks with a DynamoDB table",
      "Fleetwright locks with `use_lockfile = true`, as Terraform 1.10 and later do. Set both while you move over.",
    );
  }
  const prefix = text(block.workspace_key_prefix) ?? "env:";
  return {
    bucket,
    key: workspace === "default" ? key : `${prefix}/${workspace}/${key}`,
    useLockfile: block.use_lockfile === true,
    encryption: encryptionOf(block),
    client: () => makeClient(block, region),
  };
}

function encryptionOf(block: JsonObject): S3Settings["encryption"] {
  const kms = text(block.kms_key_id);
  if (kms !== undefined) return { ServerSideEncryption: "aws:kms", SSEKMSKeyId: kms };
  return block.encrypt === true ? { ServerSideEncryption: "AES256" } : {};
}

async function makeClient(block: JsonObject, region: string): Promise<S3> {
  // The SDK warns on every start about the end of a Node release; that is package.json's to say.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { S3 } = await import("@aws-sdk/client-s3");
  const endpoint = text(firstObject(block.endpoints)?.s3) ?? text(block.endpoint);
  const profile = text(block.profile);
  const credentials = await credentialsOf(block, region);
  return new S3({
    region,
    forcePathStyle: block.use_path_style === true || block.force_path_style === true,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}

async function credentialsOf(block: JsonObject, region: string) {
  const [accessKeyId, secretAccessKey, token] = [
    text(block.access_key),
    text(block.secret_key),
    text(block.token),
  ];
  const fixed =
    accessKeyId === undefined || secretAccessKey === undefined
      ? undefined
      : { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) };
  const role = firstObject(block.assume_role);
  const RoleArn = text(role?.role_arn);
  if (RoleArn === undefined) return fixed;
  const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const external = text(role?.external_id);
  return fromTemporaryCredentials({
    ...(fixed === undefined ? {} : { masterCredentials: fixed }),
    params: {
      RoleArn,
      RoleSessionName: text(role?.session_name) ?? "fleetwright",
      ...(external === undefined ? {} : { ExternalId: external }),
    },
    clientConfig: { region },
  });
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Terraform JSON lets a single block be written as an object or as a list of one. */
function firstObject(value: JsonValue | undefined): JsonObject | undefined {
  const first: JsonValue | undefined = Array.isArray(value) ? value[0] : value;
  return typeof first === "object" && first !== null && !isArray(first) ? first : undefined;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function invalid(summary: string, detail: string): FleetwrightError {
  return new FleetwrightError("user", [{ severity: "error", code: "STATE_BACKEND", summary, detail }]);
}
