import type { Json, JsonObject } from "../world/records.js";
import { textAt } from "./json-value.js";
import type { ObjectRequest } from "./object-operations.js";
import { keyOf, type ResourceView } from "./object-views.js";
import { apiVersion } from "./resources.js";
import { fitsFieldQuery, fitsLabelQuery } from "./selectors.js";
import { shownNow } from "./shown-objects.js";
import { KubernetesError } from "./status-reply.js";
import { tableOf } from "./tables.js";

/** A page of a list, narrowed by namespace and selectors: as a list, or as the table that kubectl asks for. */
export function listMany(request: ObjectRequest): Json {
  const view = viewOf(request);
  const matching = [...view.objects.values()].filter(fitterOf(request));
  const { items, rest, next } = pageOf(matching, request);
  const metadata = {
    resourceVersion: String(view.version),
    ...(next === undefined ? {} : { continue: next, remainingItemCount: rest }),
  };
  if (wantsTable(request)) return tableOf(request.resource, items, metadata, request.world.now());
  const version = apiVersion(request.resource);
  return {
    kind: `${request.resource.kind}List`,
    apiVersion: version,
    metadata,
    items,
  };
}

/** One object, as itself or as a table of one row. */
export function shownAs(request: ObjectRequest, object: JsonObject, definitions = true): JsonObject {
  if (!wantsTable(request)) return object;
  const metadata = { resourceVersion: textAt(object, "metadata", "resourceVersion") ?? "" };
  return tableOf(request.resource, [object], metadata, request.world.now(), definitions);
}

export function viewOf(request: ObjectRequest): ResourceView {
  return shownNow(request.world, request.cluster, request.resource);
}

/** Whether an object is one of those that a list or a watch is about. */
export function fitterOf(request: ObjectRequest): (object: JsonObject) => boolean {
  const { raw, resource, namespace } = request;
  const labels = raw.query.get("labelSelector") ?? "";
  const fields = raw.query.get("fieldSelector") ?? "";
  return (object) =>
    (!resource.namespaced || namespace === "" || textAt(object, "metadata", "namespace") === namespace) &&
    (labels === "" || fitsLabelQuery(object, labels)) &&
    (fields === "" || fitsFieldQuery(object, fields));
}

function wantsTable(request: ObjectRequest): boolean {
  return (request.raw.headers.accept ?? "").split(",")[0]?.includes("as=Table") === true;
}

function pageOf(
  objects: readonly JsonObject[],
  request: ObjectRequest,
): { readonly items: readonly JsonObject[]; readonly rest: number; readonly next: string | undefined } {
  const sorted = [...objects].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const token = request.raw.query.get("continue") ?? "";
  const after = token === "" ? "" : Buffer.from(token, "base64url").toString("utf8");
  if (token !== "" && !after.startsWith("after:")) {
    throw new KubernetesError(400, "BadRequest", "continue key is not valid");
  }
  const remaining = sorted.filter((object) => token === "" || `after:${keyOf(object)}` > after);
  const limit = Number(request.raw.query.get("limit") ?? 0);
  if (!Number.isInteger(limit) || limit <= 0 || remaining.length <= limit) {
    return { items: remaining, rest: 0, next: undefined };
  }
  const items = remaining.slice(0, limit);
  const last = items.at(-1);
  const next = last === undefined ? undefined : Buffer.from(`after:${keyOf(last)}`).toString("base64url");
  return { items, rest: remaining.length - limit, next };
}
