import type { Json, JsonObject, KubernetesRecord } from "../world/records.js";
import { showBudget } from "./evictions.js";
import { numberAt, objectAt, textAt } from "./json-value.js";
import type { KubernetesRequest } from "./kubernetes-api.js";
import { clusterNodes, findNode, writeNode } from "./nodes.js";
import { deleteObject, findObject, listObjects, showObject, writeObject } from "./objects.js";
import type { ApiResource } from "./resources.js";
import { fitsFieldQuery, fitsLabelQuery } from "./selectors.js";
import { KubernetesError, notFound } from "./status-reply.js";
import { podsOf, settleWorkloads, showWorkload } from "./workloads.js";

/** A request with the kind of object and the namespace that it is about. */
export interface ObjectRequest extends KubernetesRequest {
  readonly resource: ApiResource;
  readonly namespace: string;
}

const BUILT_IN_NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** A list, narrowed by namespace and selectors. */
export function listMany(request: ObjectRequest): Json {
  const { resource, raw } = request;
  const labels = raw.query.get("labelSelector") ?? "";
  const fields = raw.query.get("fieldSelector") ?? "";
  const items = allObjects(request).filter(
    (object) =>
      (labels === "" || fitsLabelQuery(object, labels)) && (fields === "" || fitsFieldQuery(object, fields)),
  );
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersion(resource),
    metadata: { resourceVersion: String(request.world.ids.counter + 1000) },
    items,
  };
}

export function getOne(request: ObjectRequest, name: string): JsonObject {
  const found = lookUp(request, name);
  if (found === undefined) throw notFound(request.resource.resource, name);
  return found;
}

export function createOne(request: ObjectRequest, body: JsonObject): JsonObject {
  const { resource, namespace } = request;
  const given = textAt(body, "metadata", "name");
  const generated = textAt(body, "metadata", "generateName");
  const name =
    given ?? (generated === undefined ? "" : `${generated}${request.world.ids.hex(5).toLowerCase()}`);
  if (!/^[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?$/.test(name)) {
    throw new KubernetesError(
      422,
      "Invalid",
      `${resource.kind} "${name}" is invalid: metadata.name: Invalid value`,
    );
  }
  if (resource.resource === "nodes") {
    throw new KubernetesError(403, "Forbidden", "nodes come and go with the instances of their node groups");
  }
  if (lookUp(request, name) !== undefined) {
    throw new KubernetesError(409, "AlreadyExists", `${resource.resource} "${name}" already exists`, {
      name,
    });
  }
  const record = write(request, { ...body, metadata: { ...objectAt(body, "metadata"), name } }, 1);
  settleWorkloads(request.world, request.cluster);
  return show(
    request,
    findObject(request.world, request.cluster, resource.resource, namespace, name) ?? record,
  );
}

export function replaceOne(request: ObjectRequest, name: string, body: JsonObject): JsonObject {
  const before = getOne(request, name);
  const version = textAt(body, "metadata", "resourceVersion");
  if (version !== undefined && version !== textAt(before, "metadata", "resourceVersion")) {
    throw new KubernetesError(
      409,
      "Conflict",
      `Operation cannot be fulfilled on ${request.resource.resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    );
  }
  return store(request, name, before, body);
}

export function patchOne(
  request: ObjectRequest,
  name: string,
  change: (before: JsonObject) => JsonObject,
): JsonObject {
  const before = lookUp(request, name);
  if (before === undefined) {
    // Server-side apply creates what is not there.
    const contentType = request.raw.headers["content-type"] ?? "";
    if (!contentType.startsWith("application/apply-patch")) throw notFound(request.resource.resource, name);
    return createOne(
      request,
      change({ apiVersion: apiVersion(request.resource), kind: request.resource.kind }),
    );
  }
  return store(request, name, before, change(before));
}

export function deleteOne(request: ObjectRequest, name: string): JsonObject {
  const { world, cluster, resource, namespace } = request;
  const object = getOne(request, name);
  const record = findObject(world, cluster, resource.resource, namespace, name);
  if (record === undefined) {
    throw new KubernetesError(403, "Forbidden", `${resource.resource} "${name}" cannot be deleted here`);
  }
  for (const pod of podsOf(world, cluster, record)) deleteObject(world, pod);
  deleteObject(world, record);
  settleWorkloads(world, cluster);
  return object;
}

export function apiVersion(resource: ApiResource): string {
  return resource.group === "" ? "v1" : `${resource.group}/v1`;
}

function store(request: ObjectRequest, name: string, before: JsonObject, after: JsonObject): JsonObject {
  const { world, cluster, resource } = request;
  if (textAt(after, "metadata", "name") !== name) {
    throw new KubernetesError(400, "BadRequest", "the name of an object cannot be changed");
  }
  if (resource.resource === "nodes") {
    const node = findNode(world, cluster, name);
    if (node !== undefined) writeNode(world, node, after);
    return getOne(request, name);
  }
  const generation = (numberAt(before, "metadata", "generation") ?? 1) + 1;
  const record = write(request, after, generation);
  settleWorkloads(world, cluster);
  return show(request, record);
}

/** Keeps what was written, without what the server itself adds when it shows an object. */
function write(request: ObjectRequest, body: JsonObject, generation: number): KubernetesRecord {
  const {
    uid: _u,
    resourceVersion: _r,
    creationTimestamp: _c,
    namespace: _n,
    managedFields: _m,
    ...metadata
  } = objectAt(body, "metadata");
  return writeObject(request.world, request.cluster, request.resource.resource, request.namespace, {
    ...body,
    apiVersion: apiVersion(request.resource),
    kind: request.resource.kind,
    metadata: { ...metadata, generation },
  });
}

function lookUp(request: ObjectRequest, name: string): JsonObject | undefined {
  const { world, cluster, resource, namespace } = request;
  if (resource.resource === "nodes") return findNode(world, cluster, name)?.object;
  const record = findObject(world, cluster, resource.resource, namespace, name);
  if (record !== undefined) return show(request, record);
  return resource.resource === "namespaces" && BUILT_IN_NAMESPACES.includes(name)
    ? namespaceObject(name)
    : undefined;
}

function allObjects(request: ObjectRequest): JsonObject[] {
  const { world, cluster, resource, namespace } = request;
  if (resource.resource === "nodes") return clusterNodes(world, cluster).map(({ object }) => object);
  const kept = listObjects(
    world,
    cluster,
    resource.resource,
    resource.namespaced && namespace !== "" ? namespace : undefined,
  ).map((record) => show(request, record));
  return resource.resource === "namespaces" ? [...BUILT_IN_NAMESPACES.map(namespaceObject), ...kept] : kept;
}

function show(request: ObjectRequest, record: KubernetesRecord): JsonObject {
  switch (request.resource.resource) {
    case "deployments":
    case "statefulsets":
    case "daemonsets":
      return showWorkload(request.world, request.cluster, record);
    case "poddisruptionbudgets":
      return showBudget(request.world, request.cluster, record);
    default:
      return showObject(record);
  }
}

function namespaceObject(name: string): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, uid: name, resourceVersion: "1", labels: { "kubernetes.io/metadata.name": name } },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
}
