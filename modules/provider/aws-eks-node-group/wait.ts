import type { EKS, Issue, Nodegroup, Update } from "@aws-sdk/client-eks";
import type { AwsClients } from "../../aws/index.js";
import type { OperationProgress, OperationWait } from "../provider-definition.js";
import { unlessNotFound, type WaitContext, waitForStatus } from "../waiting/wait-for-status.js";
import { nodeGroupId } from "./node-group-id.js";
import { watchNodes } from "./node-progress.js";

const NOT_FOUND = "ResourceNotFoundException";

interface NodeGroupKey {
  readonly clusterName: string;
  readonly nodegroupName: string;
}

/** Waits for what an operation on a node group started; see `waitForStatus` for the errors. */
export async function waitForNodeGroup(
  eks: EKS,
  wait: Exclude<OperationWait, { kind: "launch-template-visible" }>,
  key: NodeGroupKey,
  started: { readonly updateId?: string; readonly what: string },
  context: WaitContext & { readonly clients: AwsClients },
): Promise<void> {
  const id = nodeGroupId(key.clusterName, key.nodegroupName);
  const describeGroup = () =>
    unlessNotFound(async () => (await eks.describeNodegroup({ ...key })).nodegroup, NOT_FOUND);
  switch (wait.kind) {
    case "node-group-active":
      return waitForStatus<Nodegroup>(
        {
          doing: `waiting for EKS Node Group (${id}) create`,
          operation: "eks:DescribeNodegroup",
          pending: ["CREATING"],
          target: "ACTIVE",
          describe: describeGroup,
          statusOf: (group) => group.status ?? "",
          failureOf: (group) => (group.status === "CREATE_FAILED" ? issuesText(group.health?.issues) : ""),
          progressOf: groupProgress,
        },
        context,
      );
    case "node-group-deleted":
      return waitForStatus<Nodegroup>(
        {
          doing: `waiting for EKS Node Group (${id}) delete`,
          operation: "eks:DescribeNodegroup",
          pending: ["ACTIVE", "DELETING"],
          target: null,
          describe: describeGroup,
          statusOf: (group) => group.status ?? "",
          failureOf: (group) => (group.status === "DELETE_FAILED" ? issuesText(group.health?.issues) : ""),
          progressOf: groupProgress,
        },
        context,
      );
    case "eks-update": {
      const updateId = started.updateId ?? "";
      const look = watchNodes(context.clients, key, context.clock);
      return waitForStatus<Update>(
        {
          doing: `waiting for EKS Node Group (${id}) ${started.what} update (${updateId})`,
          operation: "eks:DescribeUpdate",
          pending: ["InProgress"],
          target: "Successful",
          describe: () =>
            unlessNotFound(
              async () =>
                (
                  await eks.describeUpdate({
                    name: key.clusterName,
                    nodegroupName: key.nodegroupName,
                    updateId,
                  })
                ).update,
              NOT_FOUND,
            ),
          statusOf: (update) => update.status ?? "",
          failureOf: (update) => updateErrorsText(update),
          progressOf: async (update) => {
            const message = `${started.what} update ${updateId}: ${update.status ?? "unknown"}`;
            const rolling = update.type === "VersionUpdate" ? await look() : null;
            return rolling === null ? { message } : { message, ...rolling };
          },
        },
        context,
      );
    }
  }
}

function groupProgress(group: Nodegroup): Omit<OperationProgress, "elapsedSeconds"> {
  const issues = issuesText(group.health?.issues);
  const status = group.status ?? "unknown";
  return { message: issues === "" ? status : `${status} (${issues})`, phase: status };
}

/** Each issue as the provider prints it: `<resource ids>: <code>: <message>`. */
function issuesText(issues: readonly Issue[] | undefined): string {
  return (issues ?? [])
    .map((issue) => `${(issue.resourceIds ?? []).join(", ")}: ${issue.code ?? ""}: ${issue.message ?? ""}`)
    .join("\n");
}

function updateErrorsText(update: Update): string {
  return (update.errors ?? [])
    .map(
      (error) =>
        `${(error.resourceIds ?? []).join(", ")}: ${error.errorCode ?? ""}: ${error.errorMessage ?? ""}`,
    )
    .join("\n");
}
