import type { RawRequest, Reply } from "../server/dispatch.js";
import { digest } from "../world/ids.js";
import { clusterKey } from "../world/keys.js";
import type { ClusterRecord, Json, JsonObject } from "../world/records.js";
import type { World } from "../world/world.js";
import { discoveryDocument } from "./discovery.js";
import { isObject, listAt, textAt } from "./json-value.js";
import {
  createOne,
  deleteOne,
  getOne,
  listMany,
  type ObjectRequest,
  patchOne,
  replaceOne,
} from "./object-operations.js";
import { applyPatch } from "./patch.js";
import { findResource } from "./resources.js";
import { jsonReply, KubernetesError, statusReply } from "./status-reply.js";
import { evictPod, readScale, writeScale } from "./subresources.js";
import { settleWorkloads } from "./workloads.js";

/** A request to one cluster's API, with the path below the cluster's endpoint. */
export interface KubernetesRequest {
  readonly world: World;
  readonly cluster: ClusterRecord;
  readonly raw: RawRequest;
  readonly path: string;
  readonly prefix: string;
}

/** Where a cluster's API is, on the sandbox's own port. */
export function kubernetesPath(cluster: Pick<ClusterRecord, "account" | "region" | "name">): string {
  return `/k8s/${cluster.account}/${cluster.region}/${cluster.name}`;
}

/** The token that the sandbox's own kubeconfig carries for a cluster. */
export function kubernetesToken(cluster: ClusterRecord): string {
  return `sandbox-${digest(`${clusterKey(cluster, cluster.name)}/token`).slice(0, 40)}`;
}

/** Answers `/k8s/ACCOUNT/REGION/CLUSTER/…`. Never throws. */
export function answerKubernetes(world: World, raw: RawRequest): Reply {
  try {
    const match = /^\/k8s\/(\d{12})\/([a-z0-9-]+)\/([^/]+)(\/.*)?$/.exec(raw.pathname);
    const [, account = "", region = "", name = "", path = "/"] = match ?? [];
    world.settle();
    const cluster = world.tables.clusters.get(clusterKey({ account, region }, name));
    if (cluster === undefined || cluster.status === "CREATING") {
      throw new KubernetesError(404, "NotFound", "there is no such cluster");
    }
    authenticate(world, cluster, raw);
    settleWorkloads(world, cluster);
    const reply = route({
      world,
      cluster,
      raw,
      path: path.replace(/\/$/, ""),
      prefix: kubernetesPath(cluster),
    });
    world.save();
    // Clients compare timestamps of objects with the server's own time, which is the world's.
    return { ...reply, headers: { ...reply.headers, date: new Date(world.now()).toUTCString() } };
  } catch (error) {
    if (error instanceof KubernetesError) return statusReply(error);
    const message = error instanceof Error ? error.message : String(error);
    return statusReply(new KubernetesError(500, "InternalError", message));
  }
}

/** A bearer token of the sandbox's kubeconfig, or one of `aws eks get-token` for the cluster's account. */
function authenticate(world: World, cluster: ClusterRecord, raw: RawRequest): void {
  const token = /^Bearer (.+)$/.exec(raw.headers.authorization ?? "")?.[1];
  if (token === kubernetesToken(cluster)) return;
  if (token?.startsWith("k8s-aws-v1.") === true) {
    const url = Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString("utf8");
    const accessKey = /X-Amz-Credential=([^%/&]+)/.exec(url)?.[1];
    const session = accessKey === undefined ? undefined : world.tables.sessions.get(accessKey);
    const foreign = session !== undefined && session.account !== cluster.account;
    if (url.includes("Action=GetCallerIdentity") && accessKey !== undefined && !foreign) return;
  }
  throw new KubernetesError(401, "Unauthorized", "Unauthorized");
}

function route(request: KubernetesRequest): Reply {
  const { raw, path } = request;
  if (path === "/healthz" || path === "/readyz" || path === "/livez") {
    return { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };
  }
  const document = discoveryDocument(path === "" ? "/" : path, request.prefix, request.cluster.version);
  if (document !== undefined) return jsonReply(200, document);
  const match =
    /^\/(?:api|apis\/([^/]+))\/v1(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?(?:\/([a-z]+))?$/.exec(
      path,
    ) ??
    // A namespace itself has the path that elsewhere begins a namespaced one.
    /^\/(?:api|apis\/([^/]+))\/v1()\/(namespaces)\/([^/]+)(?:\/([a-z]+))?$/.exec(path);
  if (match === null)
    throw new KubernetesError(404, "NotFound", "the server could not find the requested resource");
  const [, group = "", namespace = "", plural = "", encodedName, subresource] = match;
  const resource = findResource(group, plural);
  if (resource === undefined) {
    throw new KubernetesError(404, "NotFound", "the server could not find the requested resource");
  }
  const target = { ...request, resource, namespace: decodeURIComponent(namespace) };
  if (encodedName === undefined) {
    if (raw.method === "GET" && isWatch(raw)) return watchReply(target);
    if (raw.method === "GET") return jsonReply(200, listMany(target));
    if (raw.method === "POST") return jsonReply(201, createOne(target, readBody(raw)));
    throw methodNotAllowed();
  }
  const name = decodeURIComponent(encodedName);
  if (subresource !== undefined) {
    if (subresource === "eviction" && raw.method === "POST") return jsonReply(201, evictPod(target, name));
    if (subresource === "status" && raw.method === "GET") return jsonReply(200, getOne(target, name));
    if (subresource !== "scale")
      throw new KubernetesError(404, "NotFound", `there is no subresource ${subresource}`);
    if (raw.method === "GET") return jsonReply(200, readScale(target, name));
    const wanted =
      raw.method === "PATCH"
        ? patched(raw, readScale(target, name))
        : raw.method === "PUT"
          ? readBody(raw)
          : undefined;
    if (wanted === undefined) throw methodNotAllowed();
    return jsonReply(200, writeScale(target, name, wanted));
  }
  switch (raw.method) {
    case "GET":
      return jsonReply(200, getOne(target, name));
    case "PUT":
      return jsonReply(200, replaceOne(target, name, readBody(raw)));
    case "PATCH":
      return jsonReply(
        200,
        patchOne(target, name, (before) => patched(raw, before)),
      );
    case "DELETE":
      return jsonReply(200, deleteOne(target, name));
    default:
      throw methodNotAllowed();
  }
}

function isWatch(raw: RawRequest): boolean {
  const watch = raw.query.get("watch");
  return watch === "true" || watch === "1";
}

/**
 * A watch that tells what has changed since the version asked for, and then ends: clients ask again, as they
 * do whenever a server lets a watch go.
 */
function watchReply(target: ObjectRequest): Reply {
  const since = Number(target.raw.query.get("resourceVersion") ?? 0);
  const events = listAt(listMany(target), "items")
    .filter((object) => Number(textAt(object, "metadata", "resourceVersion") ?? 0) > since)
    .map((object) => `${JSON.stringify({ type: since === 0 ? "ADDED" : "MODIFIED", object })}\n`);
  return { status: 200, headers: { "content-type": "application/json" }, body: events.join("") };
}

function readBody(raw: RawRequest): JsonObject {
  if ((raw.headers["content-type"] ?? "").includes("protobuf")) {
    throw new KubernetesError(
      415,
      "UnsupportedMediaType",
      "the body of the request was in an unknown format - accepted media types include: application/json",
    );
  }
  const parsed = parse(raw.body);
  if (!isObject(parsed)) throw new KubernetesError(400, "BadRequest", "the body is not a JSON object");
  return parsed;
}

function patched(raw: RawRequest, before: JsonObject): JsonObject {
  const patch = parse(raw.body);
  const after =
    patch === undefined ? undefined : applyPatch(raw.headers["content-type"] ?? "", before, patch);
  if (after === undefined) {
    throw new KubernetesError(
      400,
      "BadRequest",
      `this patch cannot be applied: ${raw.headers["content-type"] ?? ""}`,
    );
  }
  return after;
}

function parse(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

function methodNotAllowed(): KubernetesError {
  return new KubernetesError(
    405,
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
  );
}
