import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";

/** What AWS requests are signed with. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface EksTokenRequest {
  readonly cluster: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Default: now. */
  readonly at?: Date;
}

/**
 * The bearer token that EKS's API server takes, as `aws eks get-token` makes it: an STS GetCallerIdentity call, signed
 * for this cluster and for 60 s, but not sent. The server sends it, and so learns who asks; it takes the token for
 * 15 minutes. Always the region's real STS: the server accepts no other host.
 */
export async function eksToken({ cluster, region, credentials, at }: EksTokenRequest): Promise<string> {
  const { SignatureV4 } = await import("@smithy/signature-v4");
  const signer = new SignatureV4({ service: "sts", region, credentials, sha256: Sha256 });
  const hostname = `sts.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;
  const signed = await signer.presign(
    {
      method: "GET",
      protocol: "https:",
      hostname,
      path: "/",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host: hostname, "x-k8s-aws-id": cluster },
    },
    { expiresIn: 60, ...(at === undefined ? {} : { signingDate: at }) },
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(signed.query ?? {})) {
    if (value !== null) query.set(name, [value].flat().join(","));
  }
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}/?${query}`).toString("base64url")}`;
}

/** The hash that the signer asks for, of Node's own. */
class Sha256 {
  readonly #secret: Uint8Array | string | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: Uint8Array | ArrayBuffer | ArrayBufferView | string) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
    this.#hash = this.#fresh();
  }

  update(chunk: Uint8Array | ArrayBuffer | ArrayBufferView | string): void {
    this.#hash.update(bytesOf(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#fresh();
  }

  #fresh(): Hash | Hmac {
    return this.#secret === undefined ? createHash("sha256") : createHmac("sha256", this.#secret);
  }
}

function bytesOf(data: Uint8Array | ArrayBuffer | ArrayBufferView | string): Uint8Array | string {
  if (typeof data === "string" || data instanceof Uint8Array) return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
