import type { Update } from "@aws-sdk/client-eks";
import { awsError } from "../../aws/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { FleetClock, RunningUpdate } from "../../rollout/index.js";
import type { RolloutCluster } from "./rollout-cluster.js";

/** What an update belongs to, in the words of EKS's calls: the cluster itself where neither is given. */
export interface UpdateOwner {
  readonly nodegroupName?: string;
  readonly addonName?: string;
}

/** The update of this owner that EKS is carrying out, if any. */
export async function runningUpdate(
  cluster: RolloutCluster,
  owner: UpdateOwner,
): Promise<RunningUpdate | null> {
  const eks = await cluster.clients.eks();
  const ids: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await eks.listUpdates({
      name: cluster.name,
      ...owner,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    ids.push(...(page.updateIds ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  // EKS promises no order. The newest have been seen last, so looking from there finds it soonest.
  for (const updateId of ids.reverse()) {
    const { update } = await eks.describeUpdate({ name: cluster.name, updateId, ...owner });
    if (update?.status !== "InProgress") continue;
    const parameter = (type: string): string | null =>
      update.params?.find((candidate) => candidate.type === type)?.value ?? null;
    return {
      id: updateId,
      type: update.type ?? "",
      version: parameter("Version") ?? parameter("AddonVersion"),
      releaseVersion: parameter("ReleaseVersion"),
    };
  }
  return null;
}

export interface WaitForUpdateOptions {
  readonly cluster: RolloutCluster;
  readonly owner: UpdateOwner;
  readonly updateId: string;
  readonly clock: FleetClock;
  readonly signal: AbortSignal;
  /** After each look. */
  readonly onLook?: (update: Update) => Promise<void>;
}

/**
 * Waits until EKS has ended an update, looking every 5 s at first and every minute later on. Throws a
 * FleetwrightError with EKS's own errors when it has failed.
 */
export async function waitForUpdate(options: WaitForUpdateOptions): Promise<void> {
  const { cluster, owner, updateId, clock, signal, onLook } = options;
  const eks = await cluster.clients.eks();
  const since = clock.now();
  for (;;) {
    let update: Update | undefined;
    try {
      ({ update } = await eks.describeUpdate({ name: cluster.name, updateId, ...owner }));
    } catch (error) {
      throw awsError(error, {
        operation: "eks:DescribeUpdate",
        doing: `waiting for ${what(cluster, owner)}`,
      });
    }
    if (update?.status === "Successful") return;
    if (update?.status === "Failed" || update?.status === "Cancelled") throw failed(cluster, owner, update);
    if (update !== undefined) await onLook?.(update);
    const elapsed = clock.now() - since;
    await clock.sleep(Math.min(60_000, Math.max(5_000, elapsed / 10)), signal);
  }
}

function failed(cluster: RolloutCluster, owner: UpdateOwner, update: Update): FleetwrightError {
  const errors = (update.errors ?? []).map(({ errorCode, errorMessage, resourceIds = [] }) => {
    const named = resourceIds.length === 0 ? "" : ` (${resourceIds.join(", ")})`;
    return `${errorCode ?? "Unknown"}: ${errorMessage ?? "no message"}${named}`;
  });
  return new FleetwrightError("aws", [
    {
      severity: "error",
      code: "ROLLOUT_UPDATE_FAILED",
      summary: `${what(cluster, owner)} ${update.status === "Cancelled" ? "was cancelled" : "failed"}: ${errors.join("; ") || "EKS gives no reason"}`,
      detail: `Update ${update.id}. Put the reason right, then say \`rollout resume\`: the update is tried again.`,
      address: cluster.name,
      aws: { operation: "eks:DescribeUpdate", ...errorCodeOf(update) },
    },
  ]);
}

function errorCodeOf(update: Update): { readonly errorCode?: string } {
  const code = update.errors?.[0]?.errorCode;
  return code === undefined ? {} : { errorCode: code };
}

function what(cluster: RolloutCluster, { nodegroupName, addonName }: UpdateOwner): string {
  if (nodegroupName !== undefined) return `the update of node group ${cluster.name}:${nodegroupName}`;
  if (addonName !== undefined) return `the update of add-on ${cluster.name}:${addonName}`;
  return `the update of cluster ${cluster.name}`;
}
