import { awsError, type Ec2Calls } from "../../aws/index.js";
import { type ObjectValue, Unknown } from "../../values/index.js";
import { generatedName } from "../generated-name.js";
import { inputOf } from "../operation-parameters.js";
import type { ExecuteOperationContext, Operation, OperationResult } from "../provider-definition.js";
import { textOf } from "../state-shape/object-fields.js";
import { waitForStatus } from "../waiting/wait-for-status.js";
import { describeLaunchTemplate, isNotFound } from "./describe-launch-template.js";

type Shapes = typeof import("./call-parameters.js");

/**
 * Makes one EC2 call of a launch template's change and waits until EC2 shows the template. Throws a
 * FleetwrightError with the provider's words, the API operation and the request id.
 */
export async function executeLaunchTemplateOperation(
  operation: Operation,
  context: ExecuteOperationContext,
): Promise<OperationResult> {
  const ec2 = await context.clients.ec2();
  const shapes = await import("./call-parameters.js");
  const parameters = complete(operation, context);
  const result = context.answered ?? (await send(ec2, operation, parameters, shapes, context));
  if (context.answered === undefined) await context.onAccepted(result);
  if (operation.wait?.kind === "launch-template-visible" && result.id !== undefined) {
    await waitUntilVisible(result.id, context);
  }
  return result;
}

/** Fills in what only became known while the change was carried out. */
function complete(operation: Operation, context: ExecuteOperationContext): ObjectValue {
  const generated = operation.generatedName;
  if (generated !== undefined) {
    const name = generatedName(generated.prefix, context.startedAt, context.clientToken);
    return { ...operation.parameters, [generated.parameter]: name };
  }
  const made = context.earlier["create-version"]?.version;
  if (operation.parameters.DefaultVersion instanceof Unknown && made !== undefined) {
    return { ...operation.parameters, DefaultVersion: made };
  }
  return operation.parameters;
}

async function send(
  ec2: Ec2Calls,
  operation: Operation,
  parameters: ObjectValue,
  shapes: Shapes,
  context: ExecuteOperationContext,
): Promise<OperationResult> {
  const ClientToken = context.clientToken;
  const { call } = operation;
  const id = textOf(parameters, "LaunchTemplateId");
  try {
    switch (call) {
      case "ec2:CreateLaunchTemplate": {
        const input = inputOf(shapes.createLaunchTemplate, call, parameters);
        const earlier = await madeEarlier(input.LaunchTemplateName, context);
        if (earlier !== undefined) return { name: input.LaunchTemplateName, ...withId(earlier) };
        const { LaunchTemplate: made } = await ec2.createLaunchTemplate({ ...input, ClientToken });
        return { name: input.LaunchTemplateName, ...withId(made?.LaunchTemplateId) };
      }
      case "ec2:CreateLaunchTemplateVersion": {
        const input = inputOf(shapes.createLaunchTemplateVersion, call, parameters);
        const earlier = await versionMadeEarlier(ec2, id, input.VersionDescription, context);
        if (earlier !== undefined) return { ...withId(id), version: String(earlier) };
        const { LaunchTemplateVersion: made } = await ec2.createLaunchTemplateVersion({
          ...input,
          ClientToken,
        });
        return { ...withId(id), version: String(made?.VersionNumber ?? "") };
      }
      case "ec2:ModifyLaunchTemplate": {
        const input = inputOf(shapes.modifyLaunchTemplate, call, parameters);
        const { DefaultVersion, LaunchTemplateId } = input;
        await ec2.modifyLaunchTemplate({ LaunchTemplateId, DefaultVersion, ClientToken });
        return withId(id);
      }
      case "ec2:DeleteLaunchTemplate":
        await ec2.deleteLaunchTemplate(inputOf(shapes.deleteLaunchTemplate, call, parameters));
        return withId(id);
      case "ec2:CreateTags":
        await ec2.createTags(inputOf(shapes.changeTags, call, parameters));
        return {};
      case "ec2:DeleteTags":
        await ec2.deleteTags(inputOf(shapes.changeTags, call, parameters));
        return {};
      default:
        throw new Error(`aws_launch_template does not make the call ${call}`);
    }
  } catch (error) {
    if (call === "ec2:DeleteLaunchTemplate" && isNotFound(error)) return withId(id);
    const shown = id ?? textOf(parameters, "LaunchTemplateName") ?? "";
    throw awsError(error, { operation: call, doing: (DOING[call] ?? "changing %").replace("%", shown) });
  }
}

/**
 * The template that an interrupted run made with this very call, if it got so far. EC2 knows the call's token
 * for a day only, so it is looked for before the call is sent again.
 */
async function madeEarlier(
  name: string | undefined,
  context: ExecuteOperationContext,
): Promise<string | undefined> {
  if (context.maybeSentSince === undefined || name === undefined) return undefined;
  const template = await describeLaunchTemplate(context.clients, { name });
  return isSince(template?.CreateTime, context.maybeSentSince) ? template?.LaunchTemplateId : undefined;
}

/** Likewise for a version: the latest one, if it was made since and is described alike. */
async function versionMadeEarlier(
  ec2: Ec2Calls,
  LaunchTemplateId: string | undefined,
  description: string | undefined,
  context: ExecuteOperationContext,
): Promise<number | undefined> {
  if (context.maybeSentSince === undefined) return undefined;
  const { LaunchTemplateVersions: versions } = await ec2.describeLaunchTemplateVersions({
    LaunchTemplateId,
    Versions: ["$Latest"],
  });
  const latest = versions?.[0];
  const alike = (latest?.VersionDescription ?? "") === (description ?? "") && latest?.VersionNumber !== 1;
  return alike && isSince(latest?.CreateTime, context.maybeSentSince) ? latest?.VersionNumber : undefined;
}

function isSince(created: Date | undefined, since: number): boolean {
  return created !== undefined && created.getTime() >= since - CLOCK_SKEW;
}

/** How far AWS's clock and ours may be apart, in milliseconds. */
const CLOCK_SKEW = 60_000;

async function waitUntilVisible(id: string, context: ExecuteOperationContext): Promise<void> {
  await waitForStatus(
    {
      doing: `waiting for EC2 Launch Template (${id}) ready`,
      operation: "ec2:DescribeLaunchTemplates",
      pending: [],
      target: "visible",
      describe: () => describeLaunchTemplate(context.clients, { id }),
      statusOf: () => "visible",
      failureOf: () => "",
      progressOf: () => ({ message: "waiting until EC2 shows the template" }),
    },
    context,
  );
}

function withId(id: string | undefined): OperationResult {
  return id === undefined ? {} : { id };
}

const DOING: { readonly [call: string]: string } = {
  "ec2:CreateLaunchTemplate": "creating EC2 Launch Template (%)",
  "ec2:CreateLaunchTemplateVersion": "creating EC2 Launch Template (%) Version",
  "ec2:ModifyLaunchTemplate": "updating EC2 Launch Template (%)",
  "ec2:DeleteLaunchTemplate": "deleting EC2 Launch Template (%)",
  "ec2:CreateTags": "tagging EC2 Launch Template",
  "ec2:DeleteTags": "untagging EC2 Launch Template",
};
