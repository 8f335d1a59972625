import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { AwsError } from "../protocol/aws-error.js";
import type { World } from "../world/world.js";
import type { CredentialScope } from "./credential-scope.js";
import type { RawRequest } from "./dispatch.js";

/** An access key that the sandbox knows the secret of. */
export interface SandboxCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The account that it belongs to; the default one where left out. */
  readonly account?: string;
}

/**
 * Checks SigV4 signatures against known secrets: the credentials given, and those that AssumeRole gave out.
 * Returns what is wrong: an unknown key, a wrong session token, or a signature that does not match.
 */
export function createSignatureCheck(world: World, credentials: readonly SandboxCredential[]) {
  const secrets = new Map(
    credentials.map((credential) => [credential.accessKeyId, credential.secretAccessKey]),
  );
  return (request: RawRequest, scope: CredentialScope): AwsError | undefined => {
    const session = world.tables.sessions.get(scope.accessKeyId);
    const secret = session?.secretAccessKey ?? secrets.get(scope.accessKeyId);
    if (secret === undefined || (session !== undefined && session.sessionToken !== scope.sessionToken)) {
      return new AwsError(
        "UnrecognizedClient",
        403,
        "The security token included in the request is invalid.",
      );
    }
    const expected = Buffer.from(signatureOf(request, scope, secret), "hex");
    const given = Buffer.from(scope.signature, "hex");
    if (expected.length === given.length && timingSafeEqual(expected, given)) return undefined;
    return new AwsError(
      "InvalidSignature",
      403,
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
    );
  };
}

function signatureOf(request: RawRequest, scope: CredentialScope, secret: string): string {
  const date = headerText(request, "x-amz-date") ?? request.query.get("X-Amz-Date") ?? "";
  const credential = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const canonical = [
    request.method,
    canonicalPath(request.pathname),
    canonicalQuery(request.query),
    ...scope.signedHeaders.map(
      (name) => `${name}:${(headerText(request, name) ?? "").trim().replace(/ +/g, " ")}`,
    ),
    "",
    scope.signedHeaders.join(";"),
    headerText(request, "x-amz-content-sha256") ?? hash(request.body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", date, credential, hash(canonical)].join("\n");
  const key = [scope.date, scope.region, scope.service, "aws4_request"].reduce<Buffer>(
    (previous, part) => hmac(previous, part),
    Buffer.from(`AWS4${secret}`, "utf8"),
  );
  return hmac(key, toSign).toString("hex");
}

/** Every service but S3 escapes the path as it was sent once more. */
function canonicalPath(pathname: string): string {
  return pathname.split("/").map(escapeUri).join("/");
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${escapeUri(name)}=${escapeUri(value)}`)
    .sort()
    .join("&");
}

function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function headerText(request: RawRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

function hash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}
