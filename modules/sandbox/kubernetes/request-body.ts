import { parse as parseYaml } from "yaml";
import type { RawRequest } from "../server/dispatch.js";
import type { Json, JsonObject } from "../world/records.js";
import { isObject } from "./json-value.js";
import type { ObjectRequest } from "./object-operations.js";
import { applyPatch } from "./patch.js";
import { readProtobufBody } from "./protobuf-body.js";
import { KubernetesError } from "./status-reply.js";

/** The object in a request's body: JSON, YAML, or protobuf as kubectl sends what it makes itself. */
export function readBody(raw: RawRequest): JsonObject {
  const body = parseBody(raw);
  if (!isObject(body)) throw new KubernetesError(400, "BadRequest", "the body is not an object");
  return body;
}

export function readDeleteOptions(raw: RawRequest): JsonObject {
  const body = raw.body === "" ? undefined : parseBody(raw);
  return isObject(body) ? body : {};
}

/** What the request's patch makes of an object. */
export function patched(request: Pick<ObjectRequest, "raw">, before: JsonObject): JsonObject {
  const { raw } = request;
  const type = raw.headers["content-type"] ?? "";
  const patch = parseBody(raw);
  const after = patch === undefined ? undefined : applyPatch(type, before, patch, raw.query);
  if (after === undefined) {
    throw new KubernetesError(400, "BadRequest", `this patch cannot be applied: ${type}`);
  }
  return after;
}

function parseBody(raw: RawRequest): Json | undefined {
  const type = raw.headers["content-type"] ?? "";
  try {
    if (type.includes("protobuf")) {
      const object = readProtobufBody(Buffer.from(raw.body, "latin1"));
      if (object === undefined) throw unsupported();
      return object;
    }
    const parsed: Json = type.includes("yaml") ? parseYaml(raw.body) : JSON.parse(raw.body);
    return parsed;
  } catch (error) {
    if (error instanceof KubernetesError) throw error;
    return undefined;
  }
}

function unsupported(): KubernetesError {
  return new KubernetesError(
    415,
    "UnsupportedMediaType",
    "the body of the request was in an unknown format - accepted media types include: application/json",
  );
}
