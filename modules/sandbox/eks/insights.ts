import { z } from "zod";
import { minorNumber } from "../catalog/kubernetes-versions.js";
import type { Answer, Call } from "../protocol/call.js";
import { pageOf } from "../protocol/pagination.js";
import { digest, uuidOf } from "../world/ids.js";
import { clusterKey } from "../world/keys.js";
import type { ClusterRecord, InsightRecord } from "../world/records.js";
import { invalidParameter, resourceNotFound } from "./eks-errors.js";
import { type EksInput, findCluster, pathName, readBody } from "./read-input.js";
import { compareMinors } from "./version-rules.js";

const listInput = z.object({
  filter: z
    .object({
      categories: z.array(z.string()).optional(),
      kubernetesVersions: z.array(z.string()).optional(),
      statuses: z.array(z.string()).optional(),
    })
    .optional(),
  maxResults: z.int().min(1).max(100).optional(),
  nextToken: z.string().optional(),
});

/** ListInsights: what speaks against the next upgrade. A POST whose paging stands in the body. */
export function listInsights(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const body = readBody(listInput, input);
  const { categories, kubernetesVersions, statuses } = body.filter ?? {};
  const rows = insightsOf(call, cluster).filter(
    (insight) =>
      (categories?.includes(insight.category) ?? true) &&
      (kubernetesVersions?.includes(insight.kubernetesVersion) ?? true) &&
      (statuses?.includes(insight.status) ?? true),
  );
  const page = pageOf(rows, ({ id }) => id, body.maxResults ?? 100, body.nextToken);
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return { insights: page.items.map(summaryView), nextToken: page.nextToken };
}

export function describeInsight(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const id = pathName(input, "id");
  const insight = insightsOf(call, cluster).find((candidate) => candidate.id === id);
  if (insight === undefined)
    throw resourceNotFound(`The insight ${id} does not exist`, { clusterName: cluster.name });
  return {
    insight: {
      ...summaryView(insight),
      recommendation: insight.recommendation,
      additionalInfo: {},
      resources: [],
      categorySpecificSummary: { deprecationDetails: [], addonCompatibilityDetails: [] },
    },
  };
}

export function startInsightsRefresh(call: Call, input: EksInput): Answer {
  findCluster(call, pathName(input, "name"));
  return { message: "Insights refresh is in progress", status: "IN_PROGRESS" };
}

export function describeInsightsRefresh(call: Call, input: EksInput): Answer {
  findCluster(call, pathName(input, "name"));
  const now = call.world.now() / 1000;
  return { message: "Insights refresh is complete", status: "COMPLETED", startedAt: now - 60, endedAt: now };
}

/** What stands in the way of a cluster's next minor: those put on it, and the skew of its nodes. */
export function insightsOf(call: Call, cluster: ClusterRecord): InsightRecord[] {
  const own = call.world.tables.insights.by("cluster", clusterKey(call.place, cluster.name));
  const next = `1.${(minorNumber(cluster.version) ?? 0) + 1}`;
  const behind = call.world.tables.nodegroups
    .by("cluster", clusterKey(call.place, cluster.name))
    .filter((nodegroup) => compareMinors(cluster.version, nodegroup.version) > 0);
  const tooFar = behind.some(
    (nodegroup) => compareMinors(next, nodegroup.version) > call.world.limits.nodeSkew,
  );
  const builtIn = (
    name: string,
    description: string,
    status: InsightRecord["status"],
    reason: string,
  ): InsightRecord => ({
    account: cluster.account,
    region: cluster.region,
    cluster: cluster.name,
    id: uuidOf(digest(`${cluster.name}/${name}`)),
    name,
    category: "UPGRADE_READINESS",
    kubernetesVersion: next,
    description,
    recommendation: "Upgrade the node groups to the cluster's version before the cluster.",
    status,
    reason,
    refreshedAt: call.world.now(),
  });
  return [
    builtIn(
      "Kubelet version skew",
      "Checks for kubelet versions of worker nodes in the cluster to see if upgrade would cause noncompliance with supported Kubernetes kubelet version skew policy.",
      tooFar ? "ERROR" : behind.length > 0 ? "WARNING" : "PASSING",
      behind.length === 0
        ? "Node kubelet versions match the cluster control plane version."
        : `Node groups behind the control plane: ${behind.map(({ name, version }) => `${name} (${version})`).join(", ")}`,
    ),
    builtIn(
      "Cluster health issues",
      "Checks for any cluster health issues that prevent successful upgrade to the next Kubernetes version on EKS.",
      cluster.issues.length > 0 ? "ERROR" : "PASSING",
      cluster.issues.length > 0 ? "The cluster has health issues." : "No cluster health issues detected.",
    ),
    ...own,
  ];
}

function summaryView(insight: InsightRecord): Answer {
  return {
    id: insight.id,
    name: insight.name,
    category: insight.category,
    kubernetesVersion: insight.kubernetesVersion,
    lastRefreshTime: insight.refreshedAt / 1000,
    lastTransitionTime: insight.refreshedAt / 1000,
    description: insight.description,
    insightStatus: { status: insight.status, reason: insight.reason },
  };
}
