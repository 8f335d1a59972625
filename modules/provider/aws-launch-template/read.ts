import type { LaunchTemplate, LaunchTemplateVersion } from "@aws-sdk/client-ec2";
import { awsError } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import { accountId, partitionOf } from "../account.js";
import { namePrefixFromName } from "../generated-name.js";
import type { ReadContext } from "../provider-definition.js";
import type { Schema } from "../schema.js";
import { textMap, textOf } from "../state-shape/object-fields.js";
import { stateAfterRead } from "../state-shape/read-state.js";
import { tagsOfState } from "../state-shape/tags.js";
import { describeLaunchTemplate, isNotFound } from "./describe-launch-template.js";
import { describeVersion } from "./describe-version.js";
import { flattenTemplateData } from "./flatten-template-data.js";

/**
 * Reads one launch template, by id or, where `prior` has none, by name, into the shape in which provider
 * keeps it: the data is always the latest version's. Null when EC2 does not know it.
 */
export async function readLaunchTemplate(
  prior: ObjectValue,
  context: ReadContext,
  schema: Schema,
): Promise<ObjectValue | null> {
  const id = textOf(prior, "id");
  const name = textOf(prior, "name") ?? "";
  const shown = id || name;
  const template = await describeLaunchTemplate(context.clients, id ? { id } : { name }).catch((error) => {
    throw awsError(error, {
      operation: "ec2:DescribeLaunchTemplates",
      doing: `reading EC2 Launch Template (${shown})`,
    });
  });
  if (template?.LaunchTemplateId === undefined) return null;
  const version = await describeLatestVersion(template, context);
  if (version === null) return null;
  const arn = await arnOf(template.LaunchTemplateId, context);
  const live = Object.fromEntries((template.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  const fields = {
    id: template.LaunchTemplateId,
    arn,
    default_version: template.DefaultVersionNumber,
    description: version.VersionDescription,
    latest_version: template.LatestVersionNumber,
    name: template.LaunchTemplateName,
    name_prefix: namePrefixFromName(template.LaunchTemplateName ?? ""),
    ...flattenTemplateData(version.LaunchTemplateData ?? {}),
    ...tagsOfState(live, context.provider, textMap(prior.tags)),
  };
  return stateAfterRead(schema, fields, prior);
}

async function describeLatestVersion(
  template: LaunchTemplate,
  context: ReadContext,
): Promise<LaunchTemplateVersion | null> {
  const number = template.LatestVersionNumber ?? 1;
  const id = template.LaunchTemplateId ?? "";
  try {
    return (await describeVersion(context.clients, id, number)) ?? null;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw awsError(error, {
      operation: "ec2:DescribeLaunchTemplateVersions",
      doing: `reading EC2 Launch Template (${id}) Version (${number})`,
    });
  }
}

async function arnOf(id: string, context: ReadContext): Promise<string> {
  const { region } = context.clients.target;
  const account = context.provider.skipAccountId === true ? "" : await accountId(context.clients);
  return `arn:${partitionOf(region).id}:ec2:${region}:${account}:launch-template/${id}`;
}
