import type { Outcome } from "../server/answer-request.js";
import type { RawRequest, Reply } from "../server/dispatch.js";
import { digest } from "../world/ids.js";
import { clusterKey } from "../world/keys.js";
import type { ClusterRecord, JsonObject } from "../world/records.js";
import type { World } from "../world/world.js";
import { discoveryDocument } from "./discovery.js";
import { fitterOf, listMany, shownAs, viewOf } from "./list-answer.js";
import {
  createOne,
  deleteOne,
  getOne,
  type ObjectRequest,
  patchOne,
  replaceOne,
} from "./object-operations.js";
import { patched, readBody, readDeleteOptions } from "./request-body.js";
import { findResource } from "./resources.js";
import { jsonReply, KubernetesError, statusReply } from "./status-reply.js";
import { answerSubresource } from "./subresources.js";
import { startWatch } from "./watch.js";

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
export function answerKubernetes(world: World, raw: RawRequest): Outcome {
  try {
    const match = /^\/k8s\/(\d{12})\/([a-z0-9-]+)\/([^/]+)(\/.*)?$/.exec(raw.pathname);
    const [, account = "", region = "", name = "", path = "/"] = match ?? [];
    world.settle();
    const cluster = world.tables.clusters.get(clusterKey({ account, region }, name));
    if (cluster === undefined || cluster.status === "CREATING") {
      throw new KubernetesError(404, "NotFound", "there is no such cluster");
    }
    authenticate(world, cluster, raw);
    const outcome = route({
      world,
      cluster,
      raw,
      path: path.replace(/\/$/, ""),
      prefix: kubernetesPath(cluster),
    });
    // What is due at once, as in a lax world, shows in the next answer.
    world.settle();
    world.save();
    // Whoever tells ages by the server's clock tells them by the world's.
    const date = new Date(world.now()).toUTCString();
    return outcome.kind === "reply"
      ? { ...outcome, reply: { ...outcome.reply, headers: { ...outcome.reply.headers, date } } }
      : outcome;
  } catch (error) {
    if (error instanceof KubernetesError) return replyOf(statusReply(error));
    const message = error instanceof Error ? error.message : String(error);
    return replyOf(statusReply(new KubernetesError(500, "InternalError", message)));
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

function route(request: KubernetesRequest): Outcome {
  const { raw, path } = request;
  if (path === "/healthz" || path === "/readyz" || path === "/livez") {
    return replyOf({ status: 200, headers: { "content-type": "text/plain" }, body: "ok" });
  }
  const document = discoveryDocument(path === "" ? "/" : path, request.prefix, request.cluster.version);
  if (document !== undefined) return replyOf(jsonReply(200, document));
  const match =
    // A namespace itself has the path that elsewhere begins a namespaced one.
    /^\/(api)\/v1()\/(namespaces)\/([^/]+)(?:\/(status|finalize))?$/.exec(path) ??
    /^\/(?:api|apis\/([^/]+))\/v1(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?(?:\/([a-z]+))?$/.exec(
      path,
    );
  const [, group = "", namespace = "", plural = "", encodedName, subresource] = match ?? [];
  const resource = findResource(group === "api" ? "" : group, plural);
  if (resource === undefined) {
    throw new KubernetesError(404, "NotFound", "the server could not find the requested resource");
  }
  const target = { ...request, resource, namespace: decodeURIComponent(namespace) };
  if (encodedName === undefined) {
    if (raw.method === "GET" && isWatch(raw)) return watch(target);
    return replyOf(answerCollection(target));
  }
  const name = decodeURIComponent(encodedName);
  return replyOf(
    subresource === undefined ? answerObject(target, name) : answerSubresource(target, name, subresource),
  );
}

function answerCollection(target: ObjectRequest): Reply {
  switch (target.raw.method) {
    case "GET":
      return jsonReply(200, listMany(target));
    case "POST":
      return jsonReply(201, shownAs(target, createOne(target, readBody(target.raw))));
    case "DELETE": {
      const fits = fitterOf(target);
      for (const object of [...viewOf(target).objects.values()].filter(fits)) {
        const { name, namespace } = namesOf(object);
        deleteOne({ ...target, namespace }, name, readDeleteOptions(target.raw));
      }
      return jsonReply(200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success" });
    }
    default:
      throw methodNotAllowed();
  }
}

function answerObject(target: ObjectRequest, name: string): Reply {
  const { raw } = target;
  switch (raw.method) {
    case "GET":
      return jsonReply(200, shownAs(target, getOne(target, name)));
    case "PUT":
      return jsonReply(200, shownAs(target, replaceOne(target, name, readBody(raw))));
    case "PATCH": {
      const after = patchOne(target, name, (before) => patched(target, before));
      return jsonReply(200, shownAs(target, after));
    }
    case "DELETE":
      return jsonReply(200, deleteOne(target, name, readDeleteOptions(raw)));
    default:
      throw methodNotAllowed();
  }
}

const LONGEST_WATCH = 3600;

function watch(target: ObjectRequest): Outcome {
  const { raw, world, resource } = target;
  const since = Number(raw.query.get("resourceVersion") ?? 0);
  const seconds = Number(raw.query.get("timeoutSeconds") ?? 0);
  if (Number.isInteger(since) && since > viewOf(target).version) {
    throw new KubernetesError(410, "Expired", `too old resource version: ${since}`);
  }
  const watched = {
    look: () => {
      world.settle();
      world.save();
      return viewOf(target);
    },
    fits: fitterOf(target),
    show: (object: JsonObject, first: boolean) => shownAs(target, object, first),
    bookmark: (version: string) => ({
      kind: resource.kind,
      apiVersion: resource.group === "" ? "v1" : `${resource.group}/v1`,
      metadata: { resourceVersion: version, creationTimestamp: null },
    }),
  };
  const options = {
    since: Number.isInteger(since) ? since : 0,
    timeoutMs: 1000 * (seconds > 0 ? Math.min(seconds, LONGEST_WATCH) : LONGEST_WATCH),
    bookmarks: raw.query.get("allowWatchBookmarks") === "true",
  };
  return {
    kind: "stream",
    status: 200,
    headers: { "content-type": "application/json" },
    open: (write, end) => startWatch(watched, options, write, end),
  };
}

function isWatch(raw: RawRequest): boolean {
  const asked = raw.query.get("watch");
  return asked === "true" || asked === "1";
}

function namesOf(object: JsonObject): { readonly name: string; readonly namespace: string } {
  const metadata = object.metadata;
  const read = (member: string): string => {
    const value =
      typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, member) : undefined;
    return typeof value === "string" ? value : "";
  };
  return { name: read("name"), namespace: read("namespace") };
}

function replyOf(reply: Reply): Outcome {
  return { kind: "reply", reply, delayMs: 0 };
}

export function methodNotAllowed(): KubernetesError {
  return new KubernetesError(
    405,
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
  );
}
