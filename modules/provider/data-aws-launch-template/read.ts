import type { LaunchTemplate } from "@aws-sdk/client-ec2";
import { awsError } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import { accountId, partitionOf } from "../account.js";
import { describeLaunchTemplate, isNotFound } from "../aws-launch-template/describe-launch-template.js";
import { flattenTemplateData } from "../aws-launch-template/flatten-template-data.js";
import type { ReadContext } from "../provider-definition.js";
import type { Schema } from "../schema.js";
import { dataSourceState, ec2Filters, ec2Tags } from "../state-shape/data-source-state.js";
import { noResult } from "../state-shape/no-result.js";
import { textOf } from "../state-shape/object-fields.js";
import { tagsOfState } from "../state-shape/tags.js";

const operation = "ec2:DescribeLaunchTemplates";

/** Reads `data.aws_launch_template`: one template by id, name or filters, with its latest version's data. */
export async function readLaunchTemplateData(
  config: ObjectValue,
  context: ReadContext,
  schema: Schema,
): Promise<ObjectValue> {
  const template = await find(config, context);
  const id = template.LaunchTemplateId ?? "";
  const version = String(template.LatestVersionNumber ?? 1);
  const ec2 = await context.clients.ec2();
  try {
    const { LaunchTemplateVersions: versions = [] } = await ec2.describeLaunchTemplateVersions({
      LaunchTemplateId: id,
      Versions: [version],
    });
    const { region } = context.clients.target;
    const account = context.provider.skipAccountId === true ? "" : await accountId(context.clients);
    const fields = {
      arn: `arn:${partitionOf(region).id}:ec2:${region}:${account}:launch-template/${id}`,
      default_version: template.DefaultVersionNumber,
      description: versions[0]?.VersionDescription,
      id,
      latest_version: template.LatestVersionNumber,
      name: template.LaunchTemplateName,
      ...flattenTemplateData(versions[0]?.LaunchTemplateData ?? {}),
      tags: tagsOfState(ec2Tags(template.Tags), context.provider, {}).tags_all,
    };
    return dataSourceState(schema, fields, config);
  } catch (error) {
    const doing = `reading EC2 Launch Template (${id}) Version (${version})`;
    throw awsError(error, { operation: "ec2:DescribeLaunchTemplateVersions", doing });
  }
}

async function find(config: ObjectValue, context: ReadContext): Promise<LaunchTemplate> {
  const [id, name] = [textOf(config, "id"), textOf(config, "name")];
  const advice =
    "Check id, name and filters: they must match exactly one launch template of this account and region.";
  try {
    const Filters = ec2Filters(config);
    if (Filters.length === 0 && (id || name)) {
      const template = await describeLaunchTemplate(context.clients, id ? { id } : { name: name ?? "" });
      if (template !== undefined) return template;
      throw noResult(`reading EC2 Launch Template: couldn't find resource`, operation, advice);
    }
    const ec2 = await context.clients.ec2();
    const { LaunchTemplates: found = [] } = await ec2.describeLaunchTemplates({
      ...(id ? { LaunchTemplateIds: [id] } : {}),
      ...(name ? { LaunchTemplateNames: [name] } : {}),
      ...(Filters.length === 0 ? {} : { Filters }),
    });
    const [template, second] = found;
    if (template !== undefined && second === undefined) return template;
    const problem =
      template === undefined ? "couldn't find resource" : `too many results: wanted 1, got ${found.length}`;
    throw noResult(`reading EC2 Launch Template: ${problem}`, operation, advice);
  } catch (error) {
    if (isNotFound(error))
      throw noResult("reading EC2 Launch Template: couldn't find resource", operation, advice);
    throw awsError(error, { operation, doing: "reading EC2 Launch Template" });
  }
}
