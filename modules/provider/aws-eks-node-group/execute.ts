import type { EKS } from "@aws-sdk/client-eks";
import { awsError, awsErrorCode } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import { generatedName } from "../generated-name.js";
import { inputOf } from "../operation-parameters.js";
import type { ExecuteOperationContext, Operation, OperationResult } from "../provider-definition.js";
import { textOf } from "../state-shape/object-fields.js";
import { nodeGroupId } from "./node-group-id.js";
import { type SentOrFollowed, sendWhenFree } from "./running-update.js";
import { waitForNodeGroup } from "./wait.js";

type Parameters = typeof import("./call-parameters.js");

/**
 * Makes one EKS call of a node group's change and waits for what it started. Throws a FleetwrightError with
 * the provider's words, the API operation and the request id.
 */
export async function executeNodeGroupOperation(
  operation: Operation,
  context: ExecuteOperationContext,
): Promise<OperationResult> {
  const eks = await context.clients.eks();
  const parameters = withGeneratedName(operation, context);
  const shapes = await import("./call-parameters.js");
  const { attached, result } =
    context.answered === undefined
      ? await sendOnce(eks, operation, parameters, shapes, context)
      : { attached: true, result: context.answered };
  if (context.answered === undefined) await context.onAccepted(result, attached);
  const key = {
    clusterName: textOf(parameters, "clusterName") ?? "",
    nodegroupName: textOf(parameters, "nodegroupName") ?? "",
  };
  const { wait } = operation;
  if (wait !== null && wait.kind !== "launch-template-visible") {
    const what = operation.call === "eks:UpdateNodegroupConfig" ? "config" : "version";
    const started = result.updateId === undefined ? { what } : { what, updateId: result.updateId };
    await waitForNodeGroup(eks, wait, key, started, context);
  }
  return result;
}

function withGeneratedName(operation: Operation, context: ExecuteOperationContext): ObjectValue {
  const generated = operation.generatedName;
  if (generated === undefined) return operation.parameters;
  const name = generatedName(generated.prefix, context.startedAt, context.clientToken);
  return { ...operation.parameters, [generated.parameter]: name };
}

async function sendOnce(
  eks: EKS,
  operation: Operation,
  parameters: ObjectValue,
  shapes: Parameters,
  context: ExecuteOperationContext,
): Promise<SentOrFollowed> {
  const id = nodeGroupId(textOf(parameters, "clusterName") ?? "", textOf(parameters, "nodegroupName") ?? "");
  const send = () => call(eks, operation, parameters, shapes, context.clientToken);
  try {
    return EXCLUSIVE.has(operation.call)
      ? await sendWhenFree(eks, operation, parameters, context, send)
      : { result: await send(), attached: false };
  } catch (error) {
    const gone = awsErrorCode(error) === "ResourceNotFoundException";
    if (gone && operation.call === "eks:DeleteNodegroup") return { result: { id }, attached: true };
    const exists = awsErrorCode(error) === "ResourceInUseException";
    const maybeOurs =
      exists && operation.call === "eks:CreateNodegroup" && context.maybeSentSince !== undefined;
    if (maybeOurs) {
      return { result: { id, name: textOf(parameters, "nodegroupName") ?? "" }, attached: true };
    }
    const doing = DOING[operation.call] ?? "changing EKS Node Group (%)";
    throw awsError(error, { operation: operation.call, doing: doing.replace("%", id) });
  }
}

/** Calls that EKS refuses while another change of the group is under way. */
const EXCLUSIVE = new Set(["eks:UpdateNodegroupVersion", "eks:UpdateNodegroupConfig", "eks:DeleteNodegroup"]);

async function call(
  eks: EKS,
  operation: Operation,
  parameters: ObjectValue,
  shapes: Parameters,
  clientRequestToken: string,
): Promise<OperationResult> {
  const id = nodeGroupId(textOf(parameters, "clusterName") ?? "", textOf(parameters, "nodegroupName") ?? "");
  switch (operation.call) {
    case "eks:CreateNodegroup": {
      const input = inputOf(shapes.createNodegroup, operation.call, parameters);
      await eks.createNodegroup({ ...input, clientRequestToken });
      return { id, name: input.nodegroupName };
    }
    case "eks:UpdateNodegroupVersion": {
      const input = inputOf(shapes.updateNodegroupVersion, operation.call, parameters);
      const { update } = await eks.updateNodegroupVersion({ ...input, clientRequestToken });
      return { id, ...(update?.id === undefined ? {} : { updateId: update.id }) };
    }
    case "eks:UpdateNodegroupConfig": {
      const input = inputOf(shapes.updateNodegroupConfig, operation.call, parameters);
      const { update } = await eks.updateNodegroupConfig({ ...input, clientRequestToken });
      return { id, ...(update?.id === undefined ? {} : { updateId: update.id }) };
    }
    case "eks:DeleteNodegroup":
      await eks.deleteNodegroup(inputOf(shapes.deleteNodegroup, operation.call, parameters));
      return { id };
    case "eks:TagResource":
      await eks.tagResource(inputOf(shapes.tagResource, operation.call, parameters));
      return {};
    case "eks:UntagResource":
      await eks.untagResource(inputOf(shapes.untagResource, operation.call, parameters));
      return {};
    default:
      throw new Error(`aws_eks_node_group does not make the call ${operation.call}`);
  }
}

const DOING: { readonly [call: string]: string } = {
  "eks:CreateNodegroup": "creating EKS Node Group (%)",
  "eks:UpdateNodegroupVersion": "updating EKS Node Group (%) version",
  "eks:UpdateNodegroupConfig": "updating EKS Node Group (%) config",
  "eks:DeleteNodegroup": "deleting EKS Node Group (%)",
  "eks:TagResource": "tagging EKS Node Group",
  "eks:UntagResource": "untagging EKS Node Group",
};
