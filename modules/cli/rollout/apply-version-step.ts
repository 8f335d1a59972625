import { awsError, awsErrorCode } from "../../aws/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import type {
  AddonStep,
  AppliedStep,
  ApplyStepRequest,
  ClusterVersionStep,
  FleetClock,
  NodeGroupStep,
} from "../../rollout/index.js";
import { runningUpdate, waitForUpdate } from "./eks-updates.js";
import { nodeProgress } from "./node-progress.js";
import { ownerOf } from "./observe-step.js";
import { readNodeGroup } from "./read-cluster-facts.js";
import type { RolloutCluster } from "./rollout-cluster.js";

export type VersionStep = ClusterVersionStep | AddonStep | NodeGroupStep;

/**
 * Starts the update of a version step, or finds it: EKS gives the same update for the same client request token,
 * and takes no second one while one runs. Then waits for its end.
 */
export async function applyVersionStep(
  cluster: RolloutCluster,
  step: VersionStep,
  request: ApplyStepRequest,
  clock: FleetClock,
): Promise<AppliedStep> {
  const owner = ownerOf(step);
  const found = await busyUpdate(cluster, step);
  const updateId = found ?? (await startOrFind(cluster, step, request));
  request.onProgress({ updateId, phase: "InProgress", nodes: null });
  const nodes = step.kind === "node-group" ? await nodeProgress(cluster, step.nodeGroup) : null;
  await waitForUpdate({
    cluster,
    owner,
    updateId,
    clock,
    signal: request.signal,
    onLook: async () => {
      if (nodes === null) return;
      const counted = await nodes();
      if (counted !== null) request.onProgress({ updateId, phase: counted.phase, nodes: counted.nodes });
    },
  });
  return { updateIds: [updateId], attached: found !== null };
}

/** The update that runs already: ours from before a crash, or one that does the same. */
async function busyUpdate(cluster: RolloutCluster, step: VersionStep): Promise<string | null> {
  if (step.kind === "node-group") {
    const nodegroup = await readNodeGroup(cluster, step.nodeGroup);
    if (nodegroup?.status !== "UPDATING") return null;
  }
  return (await runningUpdate(cluster, ownerOf(step)))?.id ?? null;
}

async function startOrFind(
  cluster: RolloutCluster,
  step: VersionStep,
  request: ApplyStepRequest,
): Promise<string> {
  const { operation, send } = updateCall(cluster, step, request);
  try {
    const id = await send();
    if (id !== undefined) return id;
  } catch (error) {
    // Somebody was quicker between our look and our call.
    if (awsErrorCode(error) === "ResourceInUseException") {
      const running = await runningUpdate(cluster, ownerOf(step));
      if (running !== null) return running.id;
    }
    throw awsError(error, { operation, doing: `updating ${cluster.name}`, address: step.id });
  }
  throw new FleetwrightError("aws", [
    {
      severity: "error",
      code: "ROLLOUT_NO_UPDATE",
      summary: `${operation} on ${cluster.name} gave no update to wait for`,
      detail: "See in the EKS console whether the update runs, then say `rollout resume`.",
    },
  ]);
}

function updateCall(
  cluster: RolloutCluster,
  step: VersionStep,
  { token, force }: ApplyStepRequest,
): { readonly operation: string; send(): Promise<string | undefined> } {
  const eks = cluster.clients.eks();
  switch (step.kind) {
    case "cluster-version":
      return {
        operation: "eks:UpdateClusterVersion",
        send: async () => {
          const input = { name: cluster.name, version: step.to, clientRequestToken: token };
          return (await (await eks).updateClusterVersion(input)).update?.id;
        },
      };
    case "addon":
      return {
        operation: "eks:UpdateAddon",
        send: async () => {
          const answer = await (await eks).updateAddon({
            clusterName: cluster.name,
            addonName: step.addon,
            addonVersion: step.to,
            // What users have set in the cluster stays, as the console does by default.
            resolveConflicts: "PRESERVE",
            clientRequestToken: token,
          });
          return answer.update?.id;
        },
      };
    case "node-group":
      return {
        operation: "eks:UpdateNodegroupVersion",
        send: async () => {
          const { version, releaseVersion } = step.to;
          const answer = await (await eks).updateNodegroupVersion({
            clusterName: cluster.name,
            nodegroupName: step.nodeGroup,
            version,
            ...(releaseVersion === null ? {} : { releaseVersion }),
            ...(force ? { force } : {}),
            clientRequestToken: token,
          });
          return answer.update?.id;
        },
      };
  }
}
