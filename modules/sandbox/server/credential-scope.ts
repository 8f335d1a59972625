import type { IncomingHttpHeaders } from "node:http";

/** What a SigV4 signature says about itself: who signed, for which region and service. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
}

export type ScopeResult =
  | { readonly kind: "signed"; readonly scope: CredentialScope }
  | { readonly kind: "missing" }
  | { readonly kind: "malformed"; readonly reason: string };

/** Reads a SigV4 signature from the Authorization header, or from the query of a presigned request. */
export function readCredentialScope(headers: IncomingHttpHeaders, query: URLSearchParams): ScopeResult {
  const header = headers.authorization;
  if (header !== undefined && header !== "") return fromHeader(header, headers);
  if (query.has("X-Amz-Signature") || query.has("X-Amz-Credential")) return fromQuery(query);
  return { kind: "missing" };
}

function fromHeader(header: string, headers: IncomingHttpHeaders): ScopeResult {
  if (!header.startsWith("AWS4-HMAC-SHA256 ")) {
    return { kind: "malformed", reason: "Authorization header requires the AWS4-HMAC-SHA256 algorithm." };
  }
  const parts = new Map<string, string>();
  for (const part of header.slice("AWS4-HMAC-SHA256 ".length).split(",")) {
    const at = part.indexOf("=");
    if (at > 0) parts.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  for (const name of ["Credential", "Signature", "SignedHeaders"]) {
    if (!parts.get(name)) {
      return { kind: "malformed", reason: `Authorization header requires '${name}' parameter.` };
    }
  }
  if (headers["x-amz-date"] === undefined && headers.date === undefined) {
    return {
      kind: "malformed",
      reason: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    };
  }
  const token = headers["x-amz-security-token"];
  return scopeOf(
    parts.get("Credential") ?? "",
    parts.get("SignedHeaders") ?? "",
    parts.get("Signature") ?? "",
    typeof token === "string" ? token : undefined,
  );
}

function fromQuery(query: URLSearchParams): ScopeResult {
  return scopeOf(
    query.get("X-Amz-Credential") ?? "",
    query.get("X-Amz-SignedHeaders") ?? "",
    query.get("X-Amz-Signature") ?? "",
    query.get("X-Amz-Security-Token") ?? undefined,
  );
}

function scopeOf(
  credential: string,
  signedHeaders: string,
  signature: string,
  sessionToken: string | undefined,
): ScopeResult {
  const parts = credential.split("/");
  const [accessKeyId = "", date = "", region = "", service = "", terminator = ""] = parts.slice(-5);
  if (
    parts.length !== 5 ||
    accessKeyId === "" ||
    !/^\d{8}$/.test(date) ||
    !/^[a-z0-9-]+$/.test(region) ||
    !/^[a-z0-9-]+$/.test(service) ||
    terminator !== "aws4_request"
  ) {
    return {
      kind: "malformed",
      reason: `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    };
  }
  if (!/^[0-9a-f]{64}$/.test(signature)) {
    return { kind: "malformed", reason: "The signature must be 64 hexadecimal digits." };
  }
  return {
    kind: "signed",
    scope: {
      accessKeyId,
      date,
      region,
      service,
      signedHeaders: signedHeaders.split(";").filter((name) => name !== ""),
      signature,
      sessionToken,
    },
  };
}
