import type { Answer, Call } from "../protocol/call.js";
import {
  associateAccessPolicy,
  createAccessEntry,
  deleteAccessEntry,
  describeAccessEntry,
  disassociateAccessPolicy,
  listAccessEntries,
  listAccessPolicies,
  listAssociatedAccessPolicies,
  updateAccessEntry,
} from "./access-entries.js";
import { createAddon, deleteAddon, describeAddon, listAddons, updateAddon } from "./addons.js";
import {
  describeAddonConfiguration,
  describeAddonVersions,
  describeClusterVersions,
} from "./cluster-versions.js";
import { createCluster } from "./create-cluster.js";
import { createNodegroup } from "./create-nodegroup.js";
import { deleteCluster } from "./delete-cluster.js";
import { deleteNodegroup } from "./delete-nodegroup.js";
import {
  createFargateProfile,
  deleteFargateProfile,
  describeFargateProfile,
  listFargateProfiles,
} from "./fargate-profiles.js";
import { describeInsight, describeInsightsRefresh, listInsights, startInsightsRefresh } from "./insights.js";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from "./pod-identities.js";
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

const FARGATE = `${CLUSTER}/fargate-profiles/{fargateProfileName}`;
const IDENTITIES = `${CLUSTER}/pod-identity-associations`;
const IDENTITY = `${IDENTITIES}/{associationId}`;
const ENTRIES = `${CLUSTER}/access-entries`;
const ENTRY = `${ENTRIES}/{principalArn}`;

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
  route("CreateAddon", "POST", `${CLUSTER}/addons`, createAddon),
  route("ListAddons", "GET", `${CLUSTER}/addons`, listAddons),
  route("DescribeAddon", "GET", `${CLUSTER}/addons/{addonName}`, describeAddon),
  route("UpdateAddon", "POST", `${CLUSTER}/addons/{addonName}/update`, updateAddon),
  route("DeleteAddon", "DELETE", `${CLUSTER}/addons/{addonName}`, deleteAddon),
  route("DescribeAddonVersions", "GET", "/addons/supported-versions", describeAddonVersions),
  route("DescribeAddonConfiguration", "GET", "/addons/configuration-schemas", describeAddonConfiguration),
  route("CreateFargateProfile", "POST", `${CLUSTER}/fargate-profiles`, createFargateProfile),
  route("ListFargateProfiles", "GET", `${CLUSTER}/fargate-profiles`, listFargateProfiles),
  route("DescribeFargateProfile", "GET", FARGATE, describeFargateProfile),
  route("DeleteFargateProfile", "DELETE", FARGATE, deleteFargateProfile),
  route("CreatePodIdentityAssociation", "POST", IDENTITIES, createPodIdentityAssociation),
  route("ListPodIdentityAssociations", "GET", IDENTITIES, listPodIdentityAssociations),
  route("DescribePodIdentityAssociation", "GET", IDENTITY, describePodIdentityAssociation),
  route("UpdatePodIdentityAssociation", "POST", IDENTITY, updatePodIdentityAssociation),
  route("DeletePodIdentityAssociation", "DELETE", IDENTITY, deletePodIdentityAssociation),
  route("CreateAccessEntry", "POST", ENTRIES, createAccessEntry),
  route("ListAccessEntries", "GET", ENTRIES, listAccessEntries),
  route("DescribeAccessEntry", "GET", ENTRY, describeAccessEntry),
  route("UpdateAccessEntry", "POST", ENTRY, updateAccessEntry),
  route("DeleteAccessEntry", "DELETE", ENTRY, deleteAccessEntry),
  route("AssociateAccessPolicy", "POST", `${ENTRY}/access-policies`, associateAccessPolicy),
  route("ListAssociatedAccessPolicies", "GET", `${ENTRY}/access-policies`, listAssociatedAccessPolicies),
  route(
    "DisassociateAccessPolicy",
    "DELETE",
    `${ENTRY}/access-policies/{policyArn}`,
    disassociateAccessPolicy,
  ),
  route("ListAccessPolicies", "GET", "/access-policies", listAccessPolicies),
  route("DescribeClusterVersions", "GET", "/cluster-versions", describeClusterVersions),
  route("ListInsights", "POST", `${CLUSTER}/insights`, listInsights),
  route("DescribeInsight", "GET", `${CLUSTER}/insights/{id}`, describeInsight),
  route("StartInsightsRefresh", "POST", `${CLUSTER}/insights-refresh`, startInsightsRefresh),
  route("DescribeInsightsRefresh", "GET", `${CLUSTER}/insights-refresh`, describeInsightsRefresh),
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
