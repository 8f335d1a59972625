import { awsError, awsErrorCode } from "../../aws/index.js";
import type { NodeGroupObservation, RolloutStep, StepObservation } from "../../rollout/index.js";
import { runningUpdate, type UpdateOwner } from "./eks-updates.js";
import type { KubernetesReader } from "./kubernetes-reader.js";
import { readNodeGroup, scalingOf } from "./read-cluster-facts.js";
import type { RolloutCluster } from "./rollout-cluster.js";

/** What is live for a step: cluster, its own object, the update that runs on it, and Kubernetes where it is reached. */
export async function observeStep(
  cluster: RolloutCluster,
  step: RolloutStep,
  kubernetes: Pick<KubernetesReader, "observe">,
): Promise<StepObservation> {
  const nodeGroupName = step.kind === "node-group" || step.kind === "changes" ? step.nodeGroup : null;
  const [described, nodegroup, addon, seen] = await Promise.all([
    readCluster(cluster),
    nodeGroupName === null ? null : readNodeGroup(cluster, nodeGroupName),
    step.kind === "addon" ? readAddon(cluster, step.addon) : null,
    kubernetes.observe(cluster, step),
  ]);
  const observed: NodeGroupObservation | null =
    nodegroup === null
      ? null
      : {
          status: nodegroup.status ?? "",
          version: nodegroup.amiType === "CUSTOM" ? null : (nodegroup.version ?? null),
          releaseVersion: nodegroup.releaseVersion ?? null,
          scaling: scalingOf(nodegroup),
          healthIssues: (nodegroup.health?.issues ?? []).map(({ code, message }) => ({
            code: code ?? "",
            message: message ?? "",
          })),
        };
  const status = observed?.status ?? addon?.status ?? described?.status;
  return {
    cluster: described,
    addon,
    nodeGroup: observed,
    runningUpdate: status === "UPDATING" ? await runningUpdate(cluster, ownerOf(step)) : null,
    fingerprints: {},
    kubernetes: seen,
  };
}

export function ownerOf(step: RolloutStep): UpdateOwner {
  switch (step.kind) {
    case "cluster-version":
      return {};
    case "addon":
      return { addonName: step.addon };
    case "node-group":
      return { nodegroupName: step.nodeGroup };
    case "changes":
      return step.nodeGroup === null ? {} : { nodegroupName: step.nodeGroup };
  }
}

async function readCluster(cluster: RolloutCluster): Promise<StepObservation["cluster"]> {
  const eks = await cluster.clients.eks();
  try {
    const { cluster: found } = await eks.describeCluster({ name: cluster.name });
    return { status: found?.status ?? "", version: found?.version ?? "" };
  } catch (error) {
    if (awsErrorCode(error) === "ResourceNotFoundException") return null;
    throw awsError(error, {
      operation: "eks:DescribeCluster",
      doing: `reading EKS Cluster (${cluster.name})`,
    });
  }
}

async function readAddon(cluster: RolloutCluster, addonName: string): Promise<StepObservation["addon"]> {
  const eks = await cluster.clients.eks();
  try {
    const { addon } = await eks.describeAddon({ clusterName: cluster.name, addonName });
    return { status: addon?.status ?? "", version: addon?.addonVersion ?? "" };
  } catch (error) {
    if (awsErrorCode(error) === "ResourceNotFoundException") return null;
    throw awsError(error, {
      operation: "eks:DescribeAddon",
      doing: `reading EKS Add-On (${cluster.name}:${addonName})`,
    });
  }
}
