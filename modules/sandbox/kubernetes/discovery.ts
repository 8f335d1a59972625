import type { Json } from "../world/records.js";
import { type ApiResource, apiGroups, apiResources } from "./resources.js";

const ALL_VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** The documents by which clients learn what an API has; undefined for a path that is none of them. */
export function discoveryDocument(path: string, prefix: string, version: string): Json | undefined {
  switch (path) {
    case "/version":
      return versionInfo(version);
    case "/api":
      return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
    case "/apis":
      return { kind: "APIGroupList", apiVersion: "v1", groups: apiGroups.map(groupOf) };
    case "/api/v1":
      return resourceList("v1", "");
    case "/openapi/v3":
      return {
        paths: Object.fromEntries(
          ["api/v1", ...apiGroups.map((group) => `apis/${group}/v1`)].map((name) => [
            name,
            { serverRelativeURL: `${prefix}/openapi/v3/${name}?hash=1` },
          ]),
        ),
      };
    default:
      break;
  }
  const group = /^\/apis\/([^/]+)(\/v1)?$/.exec(path);
  const known = apiGroups.find((name) => name === group?.[1]);
  if (known !== undefined)
    return group?.[2] === undefined ? groupOf(known) : resourceList(`${known}/v1`, known);
  const schema = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/v1$/.exec(path);
  return schema === null ? undefined : openApi(schema[1] ?? "");
}

function versionInfo(version: string): Json {
  const [major = "1", minor = "33"] = version.split(".");
  return {
    major,
    minor: `${minor}+`,
    gitVersion: `v${version}.0-eks-a737599`,
    gitCommit: "",
    gitTreeState: "clean",
    buildDate: "2026-01-01T00:00:00Z",
    goVersion: "go1.24",
    compiler: "gc",
    platform: "linux/amd64",
  };
}

function groupOf(name: string): Json {
  const version = { groupVersion: `${name}/v1`, version: "v1" };
  return { name, versions: [version], preferredVersion: version };
}

function resourceList(groupVersion: string, group: string): Json {
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: apiResources.filter((resource) => resource.group === group).flatMap(entriesOf),
  };
}

function entriesOf(resource: ApiResource): Json[] {
  const { namespaced, kind } = resource;
  return [
    {
      name: resource.resource,
      singularName: resource.singular,
      namespaced,
      kind,
      verbs: ALL_VERBS,
      shortNames: resource.shortNames,
      ...(resource.common ? { categories: ["all"] } : {}),
    },
    ...resource.subresources.map((sub) => ({
      name: `${resource.resource}/${sub.name}`,
      singularName: "",
      namespaced,
      kind: sub.kind,
      ...(sub.group === undefined ? {} : { group: sub.group, version: sub.version ?? "v1" }),
      verbs: sub.name === "eviction" ? ["create"] : ["get", "patch", "update"],
    })),
  ];
}

/** Only so much of a schema as tells kubectl that the server checks fields itself. */
function openApi(group: string): Json {
  const base = group === "" ? "/api/v1" : `/apis/${group}/v1`;
  const paths = apiResources
    .filter((resource) => resource.group === group)
    .map((resource) => [
      `${base}${resource.namespaced ? "/namespaces/{namespace}" : ""}/${resource.resource}/{name}`,
      {
        patch: {
          parameters: [{ name: "fieldValidation", in: "query", schema: { type: "string" } }],
          responses: {},
          "x-kubernetes-group-version-kind": { group, version: "v1", kind: resource.kind },
        },
      },
    ]);
  return { openapi: "3.0.0", info: { title: "Kubernetes", version: "v1" }, paths: Object.fromEntries(paths) };
}
