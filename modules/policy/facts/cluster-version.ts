import type { ResourceChange, StateResource } from "../../plan/index.js";
import type { LiveCluster } from "../live-facts.js";
import type { ClusterFacts } from "./facts-schema.js";
import { minorOf } from "./kubernetes-version.js";
import { hasUnknown, member, textOf } from "./read-json.js";

type VersionFacts = Pick<
  ClusterFacts,
  "version_before" | "version_after" | "minor_before" | "minor_after" | "version_source" | "unknown"
>;

/**
 * A cluster's version before and after the plan: from its own resource where the plans manage it, else from
 * what is live, else from a data source that was read. Where none of them knows, it stays unknown: neither
 * a fleet file nor a node group says what version a cluster has.
 */
export function clusterVersion(sources: {
  readonly resource: ResourceChange | undefined;
  readonly live: LiveCluster | undefined;
  readonly data: StateResource | undefined;
}): VersionFacts {
  const { resource, live, data } = sources;
  if (resource !== undefined) {
    const { before, after, after_unknown: afterUnknown } = resource.change;
    const unknown = after !== null && hasUnknown(member(afterUnknown, "version"));
    return versions("resource", textOf(member(before, "version")), textOf(member(after, "version")), unknown);
  }
  const fromLive = live?.version;
  if (fromLive !== undefined) return versions("live", fromLive, fromLive, false);
  const fromData = textOf(member(data?.values, "version"));
  if (fromData !== undefined) return versions("data", fromData, fromData, false);
  return versions("none", undefined, undefined, true);
}

function versions(
  source: VersionFacts["version_source"],
  before: string | undefined,
  after: string | undefined,
  unknown: boolean,
): VersionFacts {
  return {
    version_before: before,
    minor_before: minorOf(before),
    version_after: after,
    minor_after: minorOf(after),
    version_source: source,
    unknown: unknown ? ["version"] : [],
  };
}
