import type { Json, JsonObject } from "../world/records.js";
import { at, listAt, numberAt, objectAt, textAt, textsAt } from "./json-value.js";
import type { ApiResource } from "./resources.js";

/** A column of a table: its name, whether only `-o wide` shows it, and what stands in it. */
interface Column {
  readonly name: string;
  readonly wide?: boolean;
  readonly type?: "integer";
  readonly cell: (object: JsonObject, now: number) => string | number;
}

/**
 * Objects as the table that kubectl asks for: the server chooses the columns, as Kubernetes' own does.
 * `now` is the world's time, to which ages are told; without `definitions` the columns are not named again.
 */
export function tableOf(
  resource: ApiResource,
  objects: readonly JsonObject[],
  metadata: JsonObject,
  now: number,
  definitions = true,
): JsonObject {
  const columns = columnsOf(resource);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: definitions
      ? columns.map(({ name, wide, type }) => ({
          name,
          type: type ?? "string",
          format: name === "Name" ? "name" : "",
          description: "",
          priority: wide === true ? 1 : 0,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      object: {
        kind: "PartialObjectMetadata",
        apiVersion: "meta.k8s.io/v1",
        metadata: objectAt(object, "metadata"),
      },
    })),
  };
}

const name: Column = { name: "Name", cell: (object) => textAt(object, "metadata", "name") ?? "" };
const age: Column = {
  name: "Age",
  cell: (object, now) => {
    const created = textAt(object, "metadata", "creationTimestamp");
    return created === undefined ? "<unknown>" : duration((now - Date.parse(created)) / 1000);
  },
};
const text = (title: string, of: (object: JsonObject) => Json | undefined, wide = false): Column => ({
  name: title,
  ...(wide ? { wide } : {}),
  cell: (object) => {
    const value = of(object);
    return value === undefined || value === null || value === "" ? "<none>" : String(value);
  },
});
const number = (title: string, ...path: string[]): Column => ({
  name: title,
  type: "integer",
  cell: (object) => numberAt(object, ...path) ?? 0,
});
const containers = text("Containers", (object) => listOf(object, "name"), true);
const images = text("Images", (object) => listOf(object, "image"), true);
const selector = text(
  "Selector",
  (object) => pairs(textsAt(object, "spec", "selector", "matchLabels")),
  true,
);

function columnsOf(resource: ApiResource): readonly Column[] {
  switch (resource.resource) {
    case "nodes":
      return [
        name,
        text("Status", nodeStatus),
        text("Roles", () => undefined),
        age,
        text("Version", (node) => at(node, "status", "nodeInfo", "kubeletVersion")),
        text("Internal-IP", (node) => addressOf(node, "InternalIP"), true),
        text("External-IP", (node) => addressOf(node, "ExternalIP"), true),
        text("OS-Image", (node) => at(node, "status", "nodeInfo", "osImage"), true),
        text("Kernel-Version", (node) => at(node, "status", "nodeInfo", "kernelVersion"), true),
        text("Container-Runtime", (node) => at(node, "status", "nodeInfo", "containerRuntimeVersion"), true),
      ];
    case "pods":
      return [
        name,
        text("Ready", readyContainers),
        text("Status", podStatus),
        text("Restarts", () => "0"),
        age,
        text("IP", (pod) => at(pod, "status", "podIP"), true),
        text("Node", (pod) => at(pod, "spec", "nodeName"), true),
        text("Nominated Node", () => undefined, true),
        text("Readiness Gates", () => undefined, true),
      ];
    case "deployments":
      return [
        name,
        text("Ready", (object) => `${ready(object)}/${numberAt(object, "spec", "replicas") ?? 1}`),
        number("Up-to-date", "status", "updatedReplicas"),
        number("Available", "status", "availableReplicas"),
        age,
        containers,
        images,
        selector,
      ];
    case "replicasets":
      return [
        name,
        number("Desired", "spec", "replicas"),
        number("Current", "status", "replicas"),
        number("Ready", "status", "readyReplicas"),
        age,
        containers,
        images,
        selector,
      ];
    case "statefulsets":
      return [
        name,
        text("Ready", (object) => `${ready(object)}/${numberAt(object, "spec", "replicas") ?? 1}`),
        age,
        containers,
        images,
      ];
    case "daemonsets":
      return [
        name,
        number("Desired", "status", "desiredNumberScheduled"),
        number("Current", "status", "currentNumberScheduled"),
        number("Ready", "status", "numberReady"),
        number("Up-to-date", "status", "updatedNumberScheduled"),
        number("Available", "status", "numberAvailable"),
        text("Node Selector", (object) => pairs(textsAt(object, "spec", "template", "spec", "nodeSelector"))),
        age,
        containers,
        images,
        selector,
      ];
    case "poddisruptionbudgets":
      return [
        name,
        text("Min Available", (object) => at(object, "spec", "minAvailable") ?? "N/A"),
        text("Max Unavailable", (object) => at(object, "spec", "maxUnavailable") ?? "N/A"),
        number("Allowed Disruptions", "status", "disruptionsAllowed"),
        age,
      ];
    case "configmaps":
      return [name, count("Data", "data"), age];
    case "secrets":
      return [name, text("Type", (object) => at(object, "type")), count("Data", "data"), age];
    case "serviceaccounts":
      return [name, count("Secrets", "secrets"), age];
    case "namespaces":
      return [name, text("Status", (object) => at(object, "status", "phase")), age];
    case "services":
      return [
        name,
        text("Type", (object) => at(object, "spec", "type") ?? "ClusterIP"),
        text("Cluster-IP", (object) => at(object, "spec", "clusterIP")),
        text("External-IP", () => undefined),
        text("Port(s)", ports),
        age,
        text("Selector", (object) => pairs(textsAt(object, "spec", "selector")), true),
      ];
    case "events":
      return [
        age,
        text("Type", (object) => at(object, "type")),
        text("Reason", (object) => at(object, "reason")),
        text("Object", (object) => {
          const about = objectAt(object, "involvedObject");
          return `${(textAt(about, "kind") ?? "").toLowerCase()}/${textAt(about, "name") ?? ""}`;
        }),
        text("Message", (object) => at(object, "message")),
      ];
    case "leases":
      return [name, text("Holder", (object) => at(object, "spec", "holderIdentity")), age];
    default:
      return [name, age];
  }
}

function count(title: string, member: string): Column {
  return {
    name: title,
    type: "integer",
    cell: (object) => {
      const value = object[member];
      return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
    },
  };
}

function nodeStatus(node: JsonObject): string {
  const condition = listAt(node, "status", "conditions").find((entry) => textAt(entry, "type") === "Ready");
  const state = textAt(condition, "status") === "True" ? "Ready" : "NotReady";
  return at(node, "spec", "unschedulable") === true ? `${state},SchedulingDisabled` : state;
}

function podStatus(pod: JsonObject): string {
  if (at(pod, "metadata", "deletionTimestamp") !== undefined) return "Terminating";
  const phase = textAt(pod, "status", "phase") ?? "Pending";
  return phase === "Pending" && textAt(pod, "spec", "nodeName") !== undefined ? "ContainerCreating" : phase;
}

function readyContainers(pod: JsonObject): string {
  const all = Math.max(1, listAt(pod, "spec", "containers").length);
  return textAt(pod, "status", "phase") === "Running" ? `${all}/${all}` : `0/${all}`;
}

function ready(object: JsonObject): number {
  return numberAt(object, "status", "readyReplicas") ?? 0;
}

function addressOf(node: JsonObject, type: string): string | undefined {
  return textAt(
    listAt(node, "status", "addresses").find((address) => textAt(address, "type") === type),
    "address",
  );
}

function listOf(object: JsonObject, member: string): string {
  return listAt(object, "spec", "template", "spec", "containers")
    .map((container) => textAt(container, member) ?? "")
    .join(",");
}

function ports(service: JsonObject): string {
  return listAt(service, "spec", "ports")
    .map((port) => `${numberAt(port, "port") ?? 0}/${textAt(port, "protocol") ?? "TCP"}`)
    .join(",");
}

function pairs(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** A span of time as kubectl tells ages: `45s`, `5m30s`, `3h12m`, `4d`. */
function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 120) return `${s}s`;
  const m = Math.floor(s / 60);
  if (m < 10) return s % 60 === 0 ? `${m}m` : `${m}m${s % 60}s`;
  if (m < 180) return `${m}m`;
  const h = Math.floor(m / 60);
  if (h < 8) return m % 60 === 0 ? `${h}h` : `${h}h${m % 60}m`;
  if (h < 48) return `${h}h`;
  const d = Math.floor(h / 24);
  return d < 8 && h % 24 !== 0 ? `${d}d${h % 24}h` : `${d}d`;
}
