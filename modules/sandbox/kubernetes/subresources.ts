import type { Reply } from "../server/dispatch.js";
import type { JsonObject } from "../world/records.js";
import { evict } from "./evictions.js";
import { numberAt, objectAt, textsAt } from "./json-value.js";
import { shownAs } from "./list-answer.js";
import { getOne, type ObjectRequest, patchOne, replaceOne } from "./object-operations.js";
import { findObject } from "./objects.js";
import { patched, readBody } from "./request-body.js";
import { jsonReply, KubernetesError, notFound } from "./status-reply.js";

/** Answers `…/NAME/scale`, `…/NAME/eviction` and `…/NAME/status`. */
export function answerSubresource(target: ObjectRequest, name: string, subresource: string): Reply {
  const { raw } = target;
  switch (`${raw.method} ${subresource}`) {
    case "POST eviction":
      return jsonReply(201, evictPod(target, name));
    case "GET scale":
      return jsonReply(200, readScale(target, name));
    case "PUT scale":
      return jsonReply(200, writeScale(target, name, readBody(raw)));
    case "PATCH scale":
      return jsonReply(200, writeScale(target, name, patched(target, readScale(target, name))));
    case "GET status":
      return jsonReply(200, shownAs(target, getOne(target, name)));
    case "PUT status":
      return jsonReply(200, replaceOne(target, name, readBody(raw)));
    case "PATCH status":
      return jsonReply(
        200,
        patchOne(target, name, (before) => patched(target, before)),
      );
    default:
      throw new KubernetesError(404, "NotFound", `there is no subresource ${subresource} here`);
  }
}

/** POST …/pods/NAME/eviction: 429 while a disruption budget forbids it. */
function evictPod(request: ObjectRequest, name: string): JsonObject {
  const { world, cluster, namespace, resource } = request;
  const pod = findObject(world, cluster, "pods", namespace, name);
  if (resource.resource !== "pods" || pod === undefined) throw notFound(resource.resource, name);
  const held = request.raw.query.get("dryRun") === "All" ? undefined : evict(world, cluster, pod);
  if (held !== undefined) {
    throw new KubernetesError(
      429,
      "TooManyRequests",
      "Cannot evict pod as it would violate the pod's disruption budget.",
      { causes: [{ reason: "DisruptionBudget", message: held.reason }] },
    );
  }
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
}

/** How many replicas a workload should have, and has. */
function readScale(request: ObjectRequest, name: string): JsonObject {
  if (!request.resource.subresources.some((sub) => sub.name === "scale")) {
    throw new KubernetesError(404, "NotFound", "the server could not find the requested resource");
  }
  const workload = getOne(request, name);
  const metadata = objectAt(workload, "metadata");
  const selector = Object.entries(textsAt(workload, "spec", "selector", "matchLabels"))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: {
      name,
      namespace: request.namespace,
      uid: metadata.uid ?? "",
      resourceVersion: metadata.resourceVersion ?? "",
      creationTimestamp: metadata.creationTimestamp ?? null,
    },
    spec: { replicas: numberAt(workload, "spec", "replicas") ?? 1 },
    status: { replicas: numberAt(workload, "status", "replicas") ?? 0, selector },
  };
}

function writeScale(request: ObjectRequest, name: string, scale: JsonObject): JsonObject {
  const replicas = numberAt(scale, "spec", "replicas") ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw new KubernetesError(422, "Invalid", "spec.replicas: must be greater than or equal to 0");
  }
  patchOne(request, name, (before) => ({ ...before, spec: { ...objectAt(before, "spec"), replicas } }));
  return readScale(request, name);
}
