import type { EKS, Update } from "@aws-sdk/client-eks";
import { awsErrorCode } from "../../aws/index.js";
import type { ObjectValue, Value } from "../../values/index.js";
import { isObjectValue } from "../../values/index.js";
import type { ExecuteOperationContext, Operation, OperationResult } from "../provider-definition.js";
import { textOf } from "../state-shape/object-fields.js";
import { unlessNotFound } from "../waiting/wait-for-status.js";
import { nodeGroupId } from "./node-group-id.js";
import { waitForNodeGroup } from "./wait.js";

/** What a call came to: an answer to it, or an update that was followed in its place. */
export interface SentOrFollowed {
  readonly result: OperationResult;
  readonly attached: boolean;
}

/** Times that a call is sent again because yet another change of somebody else came between. */
const PATIENCE = 5;

/**
 * Sends a call that EKS refuses while the group is being changed. If the change under way is the very one that
 * is asked for, it is followed instead; a delete that is under way is followed too; anything else is waited
 * for, and the call sent again.
 */
export async function sendWhenFree(
  eks: EKS,
  operation: Operation,
  parameters: ObjectValue,
  context: ExecuteOperationContext,
  send: () => Promise<OperationResult>,
): Promise<SentOrFollowed> {
  const key = {
    clusterName: textOf(parameters, "clusterName") ?? "",
    nodegroupName: textOf(parameters, "nodegroupName") ?? "",
  };
  const earlier =
    (await stillRunning(eks, key, context.mayStillRun)) ??
    (await sentEarlier(eks, key, operation, parameters, context.maybeSentSince));
  if (earlier !== undefined) return { result: { updateId: earlier }, attached: true };
  for (let tries = 1; ; tries += 1) {
    try {
      return { result: await send(), attached: false };
    } catch (error) {
      if (awsErrorCode(error) !== "ResourceInUseException" || tries > PATIENCE) throw error;
      const { nodegroup } = await eks.describeNodegroup(key);
      const status = nodegroup?.status;
      if (status === "DELETING" && operation.call === "eks:DeleteNodegroup") {
        return { result: { id: nodeGroupId(key.clusterName, key.nodegroupName) }, attached: true };
      }
      if (status === "CREATING") {
        await waitForNodeGroup(eks, { kind: "node-group-active", ...key }, key, { what: "create" }, context);
        continue;
      }
      if (status !== "UPDATING") throw error;
      const running = await runningUpdate(eks, key);
      if (running?.id === undefined) continue;
      if (isSameChange(operation, parameters, running)) {
        return { result: { updateId: running.id }, attached: true };
      }
      await outlast(eks, key, running.id, context);
    }
  }
}

/** The update that an earlier run asked for and did not see end, if it has not ended by now. */
async function stillRunning(
  eks: EKS,
  { clusterName: name, nodegroupName }: { readonly clusterName: string; readonly nodegroupName: string },
  updateId: string | undefined,
): Promise<string | undefined> {
  if (updateId === undefined) return undefined;
  const answer = await unlessNotFound(
    () => eks.describeUpdate({ name, nodegroupName, updateId }),
    "ResourceNotFoundException",
  );
  return answer?.update?.status === "InProgress" ? updateId : undefined;
}

/** The update that an interrupted run started with this very call, if it got so far. */
async function sentEarlier(
  eks: EKS,
  key: { readonly clusterName: string; readonly nodegroupName: string },
  operation: Operation,
  parameters: ObjectValue,
  since: number | undefined,
): Promise<string | undefined> {
  if (since === undefined || operation.call === "eks:DeleteNodegroup") return undefined;
  const name = key.clusterName;
  const { nodegroupName } = key;
  const { updateIds = [] } = await eks.listUpdates({ name, nodegroupName });
  for (const updateId of updateIds) {
    const { update } = await eks.describeUpdate({ name, nodegroupName, updateId });
    const recent = (update?.createdAt?.getTime() ?? 0) >= since - CLOCK_SKEW;
    if (update !== undefined && recent && isSameChange(operation, parameters, update)) return updateId;
  }
  return undefined;
}

/** How far AWS's clock and ours may be apart, in milliseconds. */
const CLOCK_SKEW = 60_000;

async function runningUpdate(
  eks: EKS,
  key: { readonly clusterName: string; readonly nodegroupName: string },
): Promise<Update | undefined> {
  const name = key.clusterName;
  const { nodegroupName } = key;
  const { updateIds = [] } = await eks.listUpdates({ name, nodegroupName });
  for (const updateId of updateIds) {
    const { update } = await eks.describeUpdate({ name, nodegroupName, updateId });
    if (update?.status === "InProgress") return update;
  }
  return undefined;
}

/** Waits for somebody else's update; how it ends is theirs. */
async function outlast(
  eks: EKS,
  key: { readonly clusterName: string; readonly nodegroupName: string },
  updateId: string,
  context: ExecuteOperationContext,
): Promise<void> {
  const onProgress: ExecuteOperationContext["onProgress"] = (progress) =>
    context.onProgress({
      ...progress,
      message: `waiting for update ${updateId}, which another change started`,
    });
  await waitForNodeGroup(
    eks,
    { kind: "eks-update", ...key },
    key,
    { updateId, what: "earlier" },
    {
      ...context,
      onProgress,
    },
  ).catch((error: unknown) => {
    if (context.signal.aborted) throw error;
  });
}

/** Whether every parameter that is asked for is one of the update's own. */
function isSameChange(operation: Operation, parameters: ObjectValue, update: Update): boolean {
  const params = new Map<string | undefined, string | undefined>(
    (update.params ?? []).map(({ type, value }) => [type, value]),
  );
  const template = objectOf(parameters.launchTemplate);
  const scaling = objectOf(parameters.scalingConfig);
  const unavailable = objectOf(parameters.updateConfig);
  const asked: [string, Value | undefined][] =
    operation.call === "eks:UpdateNodegroupVersion"
      ? [
          ["Version", parameters.version],
          ["ReleaseVersion", parameters.releaseVersion],
          ["LaunchTemplateVersion", template.version],
        ]
      : [
          ["MinSize", scaling.minSize],
          ["MaxSize", scaling.maxSize],
          ["DesiredSize", scaling.desiredSize],
          ["MaxUnavailable", unavailable.maxUnavailable],
          ["MaxUnavailablePercentage", unavailable.maxUnavailablePercentage],
          // EKS tells of labels and taints in a form that is not ours to compare.
          ["LabelsToAdd", parameters.labels],
          ["TaintsToAdd", parameters.taints],
          ["NodeRepairConfig", parameters.nodeRepairConfig],
          ["UpdateStrategy", unavailable.updateStrategy],
        ];
  const wanted = asked.filter(([, value]) => value !== undefined);
  const type = operation.call === "eks:UpdateNodegroupVersion" ? "VersionUpdate" : "ConfigUpdate";
  return (
    update.type === type &&
    wanted.length > 0 &&
    wanted.every(([name, value]) => typeof value !== "object" && params.get(name) === String(value))
  );
}

function objectOf(value: Value | undefined): ObjectValue {
  return isObjectValue(value) ? value : {};
}
