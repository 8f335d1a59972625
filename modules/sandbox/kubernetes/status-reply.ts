import type { Reply } from "../server/dispatch.js";
import type { Json } from "../world/records.js";

/** The Kubernetes API's way to say no: a Status object. */
export class KubernetesError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Json;

  constructor(code: number, reason: string, message: string, details: Json = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

export const notFound = (resource: string, name: string): KubernetesError =>
  new KubernetesError(404, "NotFound", `${resource} "${name}" not found`, { name, kind: resource });

export function statusReply(error: KubernetesError): Reply {
  return jsonReply(error.code, {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: error.message,
    reason: error.reason,
    details: error.details,
    code: error.code,
  });
}

export function jsonReply(status: number, body: Json): Reply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
