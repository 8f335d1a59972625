import type { Json, JsonObject } from "../world/records.js";
import { at, listAt, objectAt, textAt } from "./json-value.js";
import type { ApiResource } from "./resources.js";

/** Fills in what Kubernetes itself fills in, as far as clients count on it. */
export function withDefaults(resource: ApiResource, body: JsonObject): JsonObject {
  switch (resource.resource) {
    case "deployments":
      return withSpec(body, (spec) => ({
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        ...spec,
        strategy: strategyOf(spec),
        template: template(objectAt(spec, "template")),
      }));
    case "replicasets":
    case "statefulsets":
      return withSpec(body, (spec) => ({
        replicas: 1,
        ...spec,
        template: template(objectAt(spec, "template")),
      }));
    case "daemonsets":
      return withSpec(body, (spec) => ({
        revisionHistoryLimit: 10,
        ...spec,
        template: template(objectAt(spec, "template")),
      }));
    case "pods": {
      const status = { phase: "Pending", ...objectAt(body, "status") };
      return { ...body, spec: podSpec(objectAt(body, "spec")), status };
    }
    case "namespaces":
      return {
        ...body,
        metadata: {
          ...objectAt(body, "metadata"),
          labels: {
            ...objectAt(body, "metadata", "labels"),
            "kubernetes.io/metadata.name": textAt(body, "metadata", "name") ?? "",
          },
        },
        spec: { finalizers: ["kubernetes"] },
        status: { phase: "Active" },
      };
    case "services":
      return withSpec(body, (spec) => ({ type: "ClusterIP", sessionAffinity: "None", ...spec }));
    case "secrets": {
      const { stringData, ...rest } = body;
      const plain = Object.entries(objectAt({ stringData: stringData ?? {} }, "stringData")).map(
        ([key, value]): [string, Json] => [key, Buffer.from(String(value)).toString("base64")],
      );
      return { type: "Opaque", ...rest, data: { ...objectAt(body, "data"), ...Object.fromEntries(plain) } };
    }
    default:
      return body;
  }
}

function withSpec(body: JsonObject, change: (spec: JsonObject) => JsonObject): JsonObject {
  return { ...body, spec: change(objectAt(body, "spec")) };
}

function strategyOf(spec: JsonObject): JsonObject {
  if (textAt(spec, "strategy", "type") === "Recreate") return { type: "Recreate" };
  return {
    type: "RollingUpdate",
    rollingUpdate: {
      maxUnavailable: at(spec, "strategy", "rollingUpdate", "maxUnavailable") ?? "25%",
      maxSurge: at(spec, "strategy", "rollingUpdate", "maxSurge") ?? "25%",
    },
  };
}

function template(body: JsonObject): JsonObject {
  return { ...body, spec: podSpec(objectAt(body, "spec")) };
}

function podSpec(spec: JsonObject): JsonObject {
  return {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    schedulerName: "default-scheduler",
    ...spec,
    containers: listAt(spec, "containers").map((container) => ({
      imagePullPolicy: "IfNotPresent",
      resources: {},
      ...objectAt({ container }, "container"),
    })),
  };
}
