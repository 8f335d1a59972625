import type { SourceLocation } from "../diagnostics/index.js";
import type { Fleet } from "./fleet.js";
import type { Origin, PathStep } from "./origin.js";
import { locateInOrigins } from "./resolve/layers.js";

/**
 * Where a value of the fleet was written, by names:
 * `["clusters", "prod-eu-1", "nodeGroups", "spot-arm64", "scaling", "min"]`. What came from defaults or from a
 * template is found there; what is written nowhere gives the nearest thing that is. Undefined for an unknown
 * cluster or group.
 */
export function locate(fleet: Fleet, path: readonly PathStep[]): SourceLocation | undefined {
  const [first, clusterName, second, groupName, ...rest] = path;
  if (first !== "clusters" || clusterName === undefined) return locateAny(fleet.origin.fleet, path);
  const cluster = fleet.origin.clusters.get(String(clusterName));
  if (second !== "nodeGroups" || groupName === undefined) {
    const within = path.slice(2);
    return locateAny(cluster?.cluster, within.length === 0 ? ["name"] : within);
  }
  return locateAny(cluster?.nodeGroups.get(String(groupName)), rest.length === 0 ? ["name"] : rest);
}

function locateAny(
  origins: readonly Origin[] | undefined,
  path: readonly PathStep[],
): SourceLocation | undefined {
  return origins === undefined || origins.length === 0 ? undefined : locateInOrigins(origins, path);
}
