import type { JsonObject } from "../world/records.js";
import { evict } from "./evictions.js";
import { numberAt, objectAt, textsAt } from "./json-value.js";
import { getOne, type ObjectRequest, patchOne } from "./object-operations.js";
import { findObject } from "./objects.js";
import { KubernetesError, notFound } from "./status-reply.js";

/** POST …/pods/NAME/eviction: 429 while a disruption budget forbids it. */
export function evictPod(request: ObjectRequest, name: string): JsonObject {
  const { world, cluster, namespace, resource } = request;
  const pod = findObject(world, cluster, "pods", namespace, name);
  if (resource.resource !== "pods" || pod === undefined) throw notFound(resource.resource, name);
  const budget = evict(world, cluster, pod);
  if (budget !== undefined) {
    throw new KubernetesError(
      429,
      "TooManyRequests",
      "Cannot evict pod as it would violate the pod's disruption budget.",
      {
        causes: [
          { reason: "DisruptionBudget", message: `The disruption budget ${budget} does not allow it now` },
        ],
      },
    );
  }
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
}

/** How many replicas a workload should have, and has. */
export function readScale(request: ObjectRequest, name: string): JsonObject {
  const workload = getOne(request, name);
  const { managedFields: _, ...metadata } = objectAt(workload, "metadata");
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
    },
    spec: { replicas: numberAt(workload, "spec", "replicas") ?? 1 },
    status: { replicas: numberAt(workload, "status", "replicas") ?? 0, selector },
  };
}

export function writeScale(request: ObjectRequest, name: string, scale: JsonObject): JsonObject {
  const replicas = numberAt(scale, "spec", "replicas") ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw new KubernetesError(422, "Invalid", "spec.replicas: must be greater than or equal to 0");
  }
  patchOne(request, name, (before) => ({ ...before, spec: { ...objectAt(before, "spec"), replicas } }));
  return readScale(request, name);
}
