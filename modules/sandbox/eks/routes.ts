import type { Answer, Call } from "../protocol/call.js";
import { createCluster } from "./create-cluster.js";
import { createNodegroup } from "./create-nodegroup.js";
import { deleteCluster } from "./delete-cluster.js";
import { deleteNodegroup } from "./delete-nodegroup.js";
import { describeCluster, listClusters } from "./read-clusters.js";
import type { EksInput } from "./read-input.js";
import { describeNodegroup, listNodegroups } from "./read-nodegroups.js";
import { listTagsForResource, tagResource, untagResource } from "./tags.js";
import { updateClusterConfig, updateClusterVersion } from "./update-cluster.js";
import { updateNodegroupConfig } from "./update-nodegroup-config.js";
import { updateNodegroupVersion } from "./update-nodegroup-version.js";
import { describeUpdate, listUpdates } from "./updates.js";

export type EksOperation = (call: Call, input: EksInput) => Answer;

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly run: EksOperation;
}

const CLUSTER = "/clusters/{name}";
const NODEGROUP = `${CLUSTER}/node-groups/{nodegroupName}`;

const routes: readonly Route[] = [
  route("CreateCluster", "POST", "/clusters", createCluster),
  route("ListClusters", "GET", "/clusters", listClusters),
  route("DescribeCluster", "GET", CLUSTER, describeCluster),
  route("DeleteCluster", "DELETE", CLUSTER, deleteCluster),
  route("UpdateClusterVersion", "POST", `${CLUSTER}/updates`, updateClusterVersion),
  route("UpdateClusterConfig", "POST", `${CLUSTER}/update-config`, updateClusterConfig),
  route("ListUpdates", "GET", `${CLUSTER}/updates`, listUpdates),
  route("DescribeUpdate", "GET", `${CLUSTER}/updates/{updateId}`, describeUpdate),
  route("CreateNodegroup", "POST", `${CLUSTER}/node-groups`, createNodegroup),
  route("ListNodegroups", "GET", `${CLUSTER}/node-groups`, listNodegroups),
  route("DescribeNodegroup", "GET", NODEGROUP, describeNodegroup),
  route("DeleteNodegroup", "DELETE", NODEGROUP, deleteNodegroup),
  route("UpdateNodegroupConfig", "POST", `${NODEGROUP}/update-config`, updateNodegroupConfig),
  route("UpdateNodegroupVersion", "POST", `${NODEGROUP}/update-version`, updateNodegroupVersion),
  route("TagResource", "POST", "/tags/{resourceArn}", tagResource),
  route("UntagResource", "DELETE", "/tags/{resourceArn}", untagResource),
  route("ListTagsForResource", "GET", "/tags/{resourceArn}", listTagsForResource),
];

/** An EKS operation found by method and path, with the names in the path decoded. */
export interface EksMatch {
  readonly operation: string;
  readonly run: EksOperation;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the operation; undefined where EKS has none. An ARN in the path may be escaped or not. */
export function matchEksRoute(method: string, pathname: string): EksMatch | undefined {
  const segments = pathname.split("/").slice(1);
  if (segments.at(-1) === "") segments.pop();
  if (segments[0] === "tags" && segments.length > 2) {
    segments.splice(1, segments.length - 1, segments.slice(1).join("/"));
  }
  for (const candidate of routes) {
    if (candidate.method !== method || candidate.segments.length !== segments.length) continue;
    const path = matchSegments(candidate.segments, segments);
    if (path !== undefined) return { operation: candidate.operation, run: candidate.run, path };
  }
  return undefined;
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const path: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? "";
    if (!expected.startsWith("{")) {
      if (expected !== actual) return undefined;
      continue;
    }
    const decoded = decode(actual);
    if (decoded === undefined || decoded === "") return undefined;
    path[expected.slice(1, -1)] = decoded;
  }
  return path;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function route(operation: string, method: string, path: string, run: EksOperation): Route {
  return { operation, method, segments: path.split("/").slice(1), run };
}
