import type { Json, JsonObject } from "../world/records.js";
import { jsonPatch } from "./json-patch.js";
import { isList, isObject } from "./json-value.js";
import { serverSideApply } from "./server-side-apply.js";

/** What a PATCH of this content type does to a value; undefined for a type or a patch that makes no sense. */
export function applyPatch(
  contentType: string,
  target: JsonObject,
  patch: Json,
  query: URLSearchParams,
): JsonObject | undefined {
  const type = contentType.split(";")[0]?.trim();
  switch (type) {
    case "application/merge-patch+json":
      return asObject(mergePatch(target, patch, false, ""));
    case "application/strategic-merge-patch+json":
      return asObject(mergePatch(target, patch, true, ""));
    case "application/apply-patch+yaml":
      return isObject(patch)
        ? serverSideApply(
            target,
            patch,
            query.get("fieldManager") ?? "unknown",
            query.get("force") === "true",
            (before, applied) => mergePatch(before, applied, true, ""),
          )
        : undefined;
    case "application/json-patch+json":
      return isList(patch) ? asObject(jsonPatch(target, patch)) : undefined;
    default:
      return undefined;
  }
}

/** What tells the entries of a list apart, by the list's name, as Kubernetes' types say. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  conditions: "type",
  containers: "name",
  env: "name",
  ephemeralContainers: "name",
  hostAliases: "ip",
  imagePullSecrets: "name",
  initContainers: "name",
  ownerReferences: "uid",
  ports: "containerPort",
  secrets: "name",
  topologySpreadConstraints: "topologyKey",
  volumeDevices: "devicePath",
  volumeMounts: "mountPath",
  volumes: "name",
  addresses: "type",
};

/** RFC 7386; the strategic kind merges lists of things with a key of their own instead of replacing them. */
function mergePatch(target: Json | undefined, patch: Json, strategic: boolean, name: string): Json {
  if (strategic && isList(patch)) return mergeList(isList(target) ? target : [], patch, name);
  if (!isObject(patch)) return patch;
  if (strategic && patch.$patch === "replace") return plain(patch);
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {};
  const retained = strategic ? patch.$retainKeys : undefined;
  if (isList(retained)) {
    for (const key of Object.keys(merged)) if (!retained.includes(key)) delete merged[key];
  }
  for (const [key, value] of Object.entries(patch)) {
    const fromList = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key)?.[1];
    const list = fromList === undefined ? undefined : merged[fromList];
    if (strategic && fromList !== undefined && isList(list) && isList(value)) {
      merged[fromList] = list.filter((entry) => !value.includes(entry));
    }
    if (strategic && key.startsWith("$")) continue;
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value, strategic, key);
  }
  return merged;
}

function mergeList(target: readonly Json[], patch: readonly Json[], name: string): Json {
  if (name === "finalizers") return [...new Set([...target, ...patch])];
  const key = MERGE_KEYS[name];
  const keyed = (list: readonly Json[]): boolean =>
    key !== undefined &&
    list.every((entry) => isObject(entry) && (entry[key] !== undefined || "$patch" in entry));
  if (key === undefined || !keyed(patch) || !keyed(target)) return patch.map(plain);
  if (patch.some((entry) => isObject(entry) && entry.$patch === "replace")) {
    return patch.filter((entry) => isObject(entry) && entry.$patch === undefined).map(plain);
  }
  const merged = [...target];
  for (const entry of patch) {
    if (!isObject(entry)) continue;
    const index = merged.findIndex((other) => isObject(other) && other[key] === entry[key]);
    if (entry.$patch === "delete") {
      if (index >= 0) merged.splice(index, 1);
    } else if (index < 0) merged.push(plain(entry));
    else merged[index] = mergePatch(merged[index], entry, true, "");
  }
  return merged;
}

/** A value without what only tells how to merge it. */
function plain(value: Json): Json {
  if (isList(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, content]): [string, Json][] =>
      name.startsWith("$") || content === null ? [] : [[name, plain(content)]],
    ),
  );
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}
