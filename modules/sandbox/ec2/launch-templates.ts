import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace, placeKey } from "../world/keys.js";
import type { LaunchTemplateRecord, TemplateData } from "../world/records.js";
import { applyFilters, tagFilter } from "./describe-filters.js";
import { describePage } from "./describe-page.js";
import { ec2Error, invalidParameterValue, missingParameter } from "./ec2-errors.js";
import { findTemplate, findTemplateVersion, versionNumberOf } from "./find-launch-template.js";
import { readTemplateData } from "./read-template-data.js";
import { tagSet, tagsFor } from "./tag-set.js";

export const LAUNCH_TEMPLATE_NAME = /^[A-Za-z0-9()./_-]{3,128}$/;

/** CreateLaunchTemplate: version 1 is both latest and default. */
export function createLaunchTemplate(call: Call, parameters: QueryParameters): Answer {
  const { world, place } = call;
  const { launchTemplates } = world.tables;
  const name = parameters.string("LaunchTemplateName");
  if (name === undefined) throw missingParameter("LaunchTemplateName");
  const data = withInstanceTags(call, parameters, readTemplateData(parameters.member("LaunchTemplateData")));
  checkUserData(call, data);
  const tags = tagsFor(parameters, "launch-template");
  const description = parameters.string("VersionDescription");
  const memory = idempotent(
    call,
    "CreateLaunchTemplate",
    parameters.string("ClientToken"),
    { name, data, tags, description },
    idempotencyMismatch,
  );
  const earlier = memory.earlier === undefined ? undefined : launchTemplates.get(memory.earlier);
  if (earlier !== undefined) return { launchTemplate: templateView(earlier) };
  if (!LAUNCH_TEMPLATE_NAME.test(name)) {
    throw ec2Error(
      "InvalidLaunchTemplateName.MalformedException",
      `A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: ( ) . / _ -`,
    );
  }
  if (findTemplate(world, place, { name }) !== undefined) {
    throw ec2Error(
      "InvalidLaunchTemplateName.AlreadyExistsException",
      "Launch template name already in use.",
    );
  }
  const template = launchTemplates.put({
    ...place,
    id: world.ids.ec2("lt"),
    name,
    createdAt: world.now(),
    createdBy: call.caller.arn,
    defaultVersion: 1,
    latestVersion: 1,
    tags,
  });
  world.tables.launchTemplateVersions.put({
    templateId: template.id,
    version: 1,
    ...(description === undefined ? {} : { description }),
    createdAt: world.now(),
    createdBy: call.caller.arn,
    data,
  });
  memory.remember(inPlace(place, template.id));
  return { launchTemplate: templateView(template) };
}

export function describeLaunchTemplates(call: Call, parameters: QueryParameters): Answer {
  const { world, place } = call;
  const ids = parameters.strings("LaunchTemplateId");
  const names = parameters.strings("LaunchTemplateName");
  const named = [
    ...ids.map(
      (id) => findTemplate(world, place, { id }) ?? oneIsMissing("InvalidLaunchTemplateId.NotFound"),
    ),
    ...names.map(
      (name) =>
        findTemplate(world, place, { name }) ?? oneIsMissing("InvalidLaunchTemplateName.NotFoundException"),
    ),
  ];
  const all = named.length > 0 ? named : world.tables.launchTemplates.by("place", placeKey(place));
  const filtered = applyFilters(all, parameters, (template, filter) => {
    switch (filter) {
      case "launch-template-name":
        return [template.name];
      case "create-time":
        return [new Date(template.createdAt).toISOString()];
      default:
        return tagFilter(template.tags, filter);
    }
  });
  // Those that were asked for come in the order in which they were.
  if (named.length > 0) return { launchTemplates: filtered.map(templateView) };
  const page = describePage(filtered, ({ id }) => id, parameters);
  return { launchTemplates: page.items.map(templateView), nextToken: page.nextToken };
}

/** ModifyLaunchTemplate: only the default version can be changed. */
export function modifyLaunchTemplate(call: Call, parameters: QueryParameters): Answer {
  const template = requireTemplate(call, parameters);
  const asked = parameters.string("SetDefaultVersion");
  const number = versionNumberOf(template, asked);
  if (number === undefined) throw invalidVersion(asked);
  if (findTemplateVersion(call.world, template, number) === undefined) {
    throw ec2Error(
      "InvalidLaunchTemplateId.VersionNotFound",
      `The launch template version ${number} is not found for the specified launch template.`,
    );
  }
  return {
    launchTemplate: templateView(
      call.world.tables.launchTemplates.put({ ...template, defaultVersion: number }),
    ),
  };
}

/** DeleteLaunchTemplate: all versions go with it. */
export function deleteLaunchTemplate(call: Call, parameters: QueryParameters): Answer {
  const template = requireTemplate(call, parameters);
  const { launchTemplates, launchTemplateVersions } = call.world.tables;
  for (const version of launchTemplateVersions.by("template", template.id)) {
    launchTemplateVersions.delete(`${template.id}/${version.version}`);
  }
  launchTemplates.delete(inPlace(call.place, template.id));
  return { launchTemplate: templateView(template) };
}

/**
 * The template that a request names by id or name.
 * @throws MissingParameter, InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateName.NotFoundException
 */
export function requireTemplate(call: Call, parameters: QueryParameters): LaunchTemplateRecord {
  const id = parameters.string("LaunchTemplateId");
  const name = parameters.string("LaunchTemplateName");
  if (id !== undefined && name !== undefined) {
    throw ec2Error(
      "InvalidParameterCombination",
      "Either provide launch template ID or launch template name to modify the template.",
    );
  }
  if (id !== undefined) return findTemplate(call.world, call.place, { id }) ?? missingId(id);
  if (name !== undefined) return findTemplate(call.world, call.place, { name }) ?? missingName(name);
  throw missingParameter("launch template ID or launch template name");
}

/**
 * EC2 tags nothing but the template itself when one is made; emulators take tags of instances there as part of
 * the template's data, so a lax sandbox does too.
 */
function withInstanceTags(call: Call, parameters: QueryParameters, data: TemplateData): TemplateData {
  const foreign = parameters
    .list("TagSpecification")
    .map((specification) => specification.string("ResourceType") ?? "")
    .find((type) => type !== "launch-template");
  if (foreign === undefined) return data;
  if (!call.world.lax) {
    throw invalidParameterValue(`'${foreign}' is not a valid taggable resource type for this operation.`);
  }
  const added = { resourceType: foreign, tagSet: Object.entries(tagsFor(parameters, foreign)).map(tagOf) };
  return { ...data, tagSpecificationSet: [added] };
}

function tagOf([key, value]: readonly [string, string]): { readonly key: string; readonly value: string } {
  return { key, value };
}

/** EC2 itself looks at user data only when an instance is launched; emulators look at once. */
function checkUserData(call: Call, data: TemplateData): void {
  const { userData } = data;
  if (call.world.lax && typeof userData === "string" && !isBase64(userData)) {
    throw ec2Error("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  }
}

export function templateView(template: LaunchTemplateRecord): Answer {
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    createTime: isoSeconds(template.createdAt),
    createdBy: template.createdBy,
    defaultVersionNumber: template.defaultVersion,
    latestVersionNumber: template.latestVersion,
    ...(Object.keys(template.tags).length === 0 ? {} : { tagSet: tagSet(template.tags) }),
  };
}

export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}.000Z`;
}

export const idempotencyMismatch = (): Error =>
  ec2Error(
    "IdempotentParameterMismatch",
    "The request uses the same client token as a previous, but non-identical request.",
  );

export function invalidVersion(version: string | undefined): Error {
  return invalidParameterValue(`Value (${version ?? ""}) for parameter launchTemplateVersion is invalid.`);
}

export function versionNotFound(template: LaunchTemplateRecord, version: number): Error {
  return ec2Error(
    "InvalidLaunchTemplateId.VersionNotFound",
    `Could not find the specified version ${version} for the launch template with ID ${template.id}.`,
  );
}

function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ""));
}

function missingId(id: string): never {
  throw ec2Error(
    "InvalidLaunchTemplateId.NotFound",
    `The specified launch template, with template ID ${id}, does not exist.`,
  );
}

function missingName(name: string): never {
  throw ec2Error(
    "InvalidLaunchTemplateName.NotFoundException",
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

function oneIsMissing(code: string): never {
  throw ec2Error(code, "At least one of the launch templates specified in the request does not exist.");
}
