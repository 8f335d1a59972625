import type { JsonObject, KubernetesRecord } from "../world/records.js";
import { stopPod } from "./controllers/pod-state.js";
import { requestSync } from "./controllers/request-sync.js";
import { withDefaults } from "./defaults.js";
import { numberAt, objectAt, textAt, textsAt } from "./json-value.js";
import type { KubernetesRequest } from "./kubernetes-api.js";
import { findNode, writeNode } from "./nodes.js";
import { deleteObject, findObject, listObjects, writeObject } from "./objects.js";
import { type ApiResource, apiResources, apiVersion } from "./resources.js";
import { fitsSelector } from "./selectors.js";
import { BUILT_IN_NAMESPACES, isBuiltIn, shownNow } from "./shown-objects.js";
import { KubernetesError, notFound } from "./status-reply.js";

/** A request with the kind of object and the namespace that it is about. */
export interface ObjectRequest extends KubernetesRequest {
  readonly resource: ApiResource;
  readonly namespace: string;
}

export function getOne(request: ObjectRequest, name: string): JsonObject {
  const found = lookUp(request, name);
  if (found === undefined) throw notFound(request.resource.resource, name);
  return found;
}

export function createOne(request: ObjectRequest, body: JsonObject): JsonObject {
  const { resource, namespace, world, cluster } = request;
  const given = textAt(body, "metadata", "name");
  const generated = textAt(body, "metadata", "generateName");
  const name = given ?? (generated === undefined ? "" : `${generated}${world.ids.hex(5).toLowerCase()}`);
  if (!/^[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?$/.test(name)) {
    throw invalid(resource, name, `metadata.name: Invalid value: "${name}"`);
  }
  if (resource.resource === "nodes") {
    throw new KubernetesError(403, "Forbidden", "nodes come and go with the instances of their node groups");
  }
  if (lookUp(request, name) !== undefined) {
    const title = resource.group === "" ? resource.resource : `${resource.resource}.${resource.group}`;
    throw new KubernetesError(409, "AlreadyExists", `${title} "${name}" already exists`, {
      name,
      kind: resource.resource,
    });
  }
  if (resource.namespaced && !hasNamespace(request, namespace)) throw notFound("namespaces", namespace);
  const whole = withDefaults(resource, { ...body, metadata: { ...objectAt(body, "metadata"), name } });
  checkObject(resource, name, whole);
  if (isDryRun(request)) return dryRun(request, whole);
  write(request, whole, 1);
  requestSync(world, cluster);
  return getOne(request, name);
}

export function replaceOne(request: ObjectRequest, name: string, body: JsonObject): JsonObject {
  return store(request, name, getOne(request, name), body);
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

/** Removes an object; pods first stop, what it owns follows, and a namespace takes all that is in it along. */
export function deleteOne(request: ObjectRequest, name: string, options: JsonObject): JsonObject {
  const { world, cluster, resource, namespace } = request;
  const object = getOne(request, name);
  const record = findObject(world, cluster, resource.resource, namespace, name);
  if (record === undefined) {
    throw new KubernetesError(403, "Forbidden", `${resource.resource} "${name}" cannot be deleted here`);
  }
  if (isDryRun(request)) return object;
  if (resource.resource === "pods") {
    const grace =
      numberAt(options, "gracePeriodSeconds") ?? numberOf(request.raw.query.get("gracePeriodSeconds"));
    stopPod(world, cluster, record, grace);
  } else {
    deleteObject(world, record);
  }
  if (resource.resource === "namespaces") {
    for (const { resource: kind, namespaced } of apiResources) {
      if (namespaced) for (const row of listObjects(world, cluster, kind, name)) deleteObject(world, row);
    }
  }
  requestSync(world, cluster);
  return object;
}

function lookUp(request: ObjectRequest, name: string): JsonObject | undefined {
  const key = `${request.resource.namespaced ? request.namespace : ""}/${name}`;
  return shownNow(request.world, request.cluster, request.resource).objects.get(key);
}

function store(request: ObjectRequest, name: string, before: JsonObject, after: JsonObject): JsonObject {
  const { world, cluster, resource } = request;
  if (textAt(after, "metadata", "name") !== name) {
    throw new KubernetesError(400, "BadRequest", "the name of an object cannot be changed");
  }
  const version = textAt(after, "metadata", "resourceVersion");
  if (version !== undefined && version !== textAt(before, "metadata", "resourceVersion")) {
    throw new KubernetesError(
      409,
      "Conflict",
      `Operation cannot be fulfilled on ${resource.resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    );
  }
  if (resource.resource === "nodes") {
    const node = findNode(world, cluster, name);
    if (node !== undefined && !isDryRun(request)) writeNode(world, node, after);
    requestSync(world, cluster);
    return getOne(request, name);
  }
  if (isBuiltIn(resource, name)) return before;
  const whole = withDefaults(resource, after);
  checkObject(resource, name, whole);
  if (isDryRun(request)) return dryRun(request, whole);
  const sameSpec = JSON.stringify(before.spec) === JSON.stringify(whole.spec);
  write(request, whole, (numberAt(before, "metadata", "generation") ?? 1) + (sameSpec ? 0 : 1));
  requestSync(world, cluster);
  return getOne(request, name);
}

/** Keeps what was written, without what the server itself adds when it shows an object. */
function write(request: ObjectRequest, body: JsonObject, generation: number): KubernetesRecord {
  const {
    uid: _u,
    resourceVersion: _r,
    creationTimestamp: _c,
    namespace: _n,
    managedFields: _m,
    generation: _g,
    ...metadata
  } = objectAt(body, "metadata");
  const derived = DERIVED_STATUS.includes(request.resource.resource);
  const { status, ...rest } = body;
  return writeObject(request.world, request.cluster, request.resource.resource, request.namespace, {
    ...rest,
    ...(derived || status === undefined ? {} : { status }),
    apiVersion: apiVersion(request.resource),
    kind: request.resource.kind,
    metadata: { ...metadata, ...(request.resource.group === "" ? {} : { generation }) },
  });
}

const DERIVED_STATUS = ["deployments", "replicasets", "statefulsets", "daemonsets", "poddisruptionbudgets"];

const MOST_REPLICAS = 5000;

function checkObject(resource: ApiResource, name: string, body: JsonObject): void {
  const labels = textsAt(body, "spec", "template", "metadata", "labels");
  const selector = objectAt(body, "spec", "selector");
  const selected = ["deployments", "replicasets", "statefulsets", "daemonsets"].includes(resource.resource);
  if (selected && Object.keys(selector).length === 0) {
    throw invalid(resource, name, "spec.selector: Required value");
  }
  if (selected && !fitsSelector(selector, labels)) {
    throw invalid(
      resource,
      name,
      "spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`",
    );
  }
  const replicas = numberAt(body, "spec", "replicas");
  if (selected && replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 0)) {
    throw invalid(resource, name, "spec.replicas: Invalid value: must be greater than or equal to 0");
  }
  if (selected && replicas !== undefined && replicas > MOST_REPLICAS) {
    throw invalid(resource, name, `spec.replicas: Invalid value: the sandbox runs ${MOST_REPLICAS} at most`);
  }
  const { minAvailable, maxUnavailable } = objectAt(body, "spec");
  if (
    resource.resource === "poddisruptionbudgets" &&
    minAvailable !== undefined &&
    maxUnavailable !== undefined
  ) {
    throw invalid(resource, name, "spec: Invalid value: minAvailable and maxUnavailable cannot be both set");
  }
}

function invalid(resource: ApiResource, name: string, detail: string): KubernetesError {
  const kind = resource.group === "" ? resource.kind : `${resource.kind}.${resource.group}`;
  return new KubernetesError(422, "Invalid", `${kind} "${name}" is invalid: ${detail}`, {
    name,
    kind: resource.kind,
  });
}

function hasNamespace(request: ObjectRequest, name: string): boolean {
  return (
    BUILT_IN_NAMESPACES.includes(name) ||
    findObject(request.world, request.cluster, "namespaces", "", name) !== undefined
  );
}

function isDryRun(request: ObjectRequest): boolean {
  return request.raw.query.get("dryRun") === "All";
}

function dryRun(request: ObjectRequest, body: JsonObject): JsonObject {
  const metadata = {
    ...objectAt(body, "metadata"),
    creationTimestamp: new Date(request.world.now()).toISOString(),
  };
  return {
    ...body,
    apiVersion: apiVersion(request.resource),
    kind: request.resource.kind,
    metadata: request.resource.namespaced ? { ...metadata, namespace: request.namespace } : metadata,
  };
}

function numberOf(text: string | null): number | undefined {
  return text === null || text === "" ? undefined : Number(text);
}
