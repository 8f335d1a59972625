import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { pageOf } from "../protocol/pagination.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { placeKey } from "../world/keys.js";
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord, TemplateData } from "../world/records.js";
import { applyFilters } from "./describe-filters.js";
import { ec2Error, invalidParameterValue } from "./ec2-errors.js";
import { findTemplateVersion, versionNumberOf } from "./find-launch-template.js";
import {
  idempotencyMismatch,
  invalidVersion,
  isoSeconds,
  requireTemplate,
  versionNotFound,
} from "./launch-templates.js";
import { readTemplateData } from "./read-template-data.js";

/** CreateLaunchTemplateVersion: with a source version, what is given replaces that version's members. */
export function createLaunchTemplateVersion(call: Call, parameters: QueryParameters): Answer {
  const { world } = call;
  const { launchTemplates, launchTemplateVersions } = world.tables;
  const template = requireTemplate(call, parameters);
  const given = readTemplateData(parameters.member("LaunchTemplateData"));
  const description = parameters.string("VersionDescription");
  const source = parameters.string("SourceVersion");
  const memory = idempotent(
    call,
    "CreateLaunchTemplateVersion",
    parameters.string("ClientToken"),
    { template: template.id, given, description, source },
    idempotencyMismatch,
  );
  const earlier = memory.earlier === undefined ? undefined : launchTemplateVersions.get(memory.earlier);
  if (earlier !== undefined) return { launchTemplateVersion: versionView(template, earlier) };
  if (template.latestVersion >= world.limits.launchTemplateVersions) {
    throw ec2Error(
      "VersionLimitExceeded",
      `You have reached the limit of ${world.limits.launchTemplateVersions} versions for this launch template.`,
    );
  }
  const base = source === undefined ? {} : requireVersion(call, template, source).data;
  const changed = launchTemplates.put({ ...template, latestVersion: template.latestVersion + 1 });
  const version = launchTemplateVersions.put({
    templateId: template.id,
    version: changed.latestVersion,
    ...(description === undefined ? {} : { description }),
    createdAt: world.now(),
    createdBy: call.caller.arn,
    data: { ...base, ...given },
  });
  memory.remember(`${template.id}/${version.version}`);
  return { launchTemplateVersion: versionView(changed, version) };
}

const HOW_TO_ASK =
  "To describe the launch template data for all your launch templates, for ‘--versions’ specify ‘$Latest’, ‘$Default’, or both, and omit ‘--launch-template-id’, ‘--launch-template-name’, and version numbers. To describe the launch template data for a specific launch template, specify ‘--launch-template-id’ or ‘--launch-template-name’, and for ‘--versions’ specify one or more of the following values: ‘$Latest’, ‘$Default’, or one or more version numbers.";

/** DescribeLaunchTemplateVersions: by number, `$Latest`, `$Default`, or a range of numbers. */
export function describeLaunchTemplateVersions(call: Call, parameters: QueryParameters): Answer {
  const { launchTemplates, launchTemplateVersions } = call.world.tables;
  const asked = parameters.strings("LaunchTemplateVersion");
  const byName =
    parameters.string("LaunchTemplateId") !== undefined ||
    parameters.string("LaunchTemplateName") !== undefined;
  if (!byName && asked.length === 0) throw ec2Error("MissingParameter", HOW_TO_ASK);
  if (!byName && asked.some((version) => version !== "$Latest" && version !== "$Default")) {
    throw invalidParameterValue(HOW_TO_ASK);
  }
  const templates = byName
    ? [requireTemplate(call, parameters)]
    : launchTemplates.by("place", placeKey(call.place));
  const found = templates.flatMap((template) => {
    const versions =
      asked.length > 0
        ? asked.map((version) => requireVersion(call, template, version))
        : launchTemplateVersions.by("template", template.id).filter(withinRange(parameters));
    return [...new Set(versions)].map((version) => ({ template, version }));
  });
  const filtered = applyFilters(found, parameters, ({ template, version }, filter) => {
    if (filter === "is-default-version") return [String(version.version === template.defaultVersion)];
    if (filter === "create-time") return [isoSeconds(version.createdAt)];
    return dataFilter(version.data, filter);
  });
  // Newest first, as EC2 lists them (emulators: oldest first); the page's order is by name, so the numbers
  // are turned round.
  const size = Number(parameters.string("MaxResults") ?? 200);
  const page =
    Number.isInteger(size) && size > 0
      ? pageOf(
          filtered,
          ({ template, version }) => {
            const rank = call.world.lax ? version.version : 1e9 - version.version;
            return `${template.id}/${String(rank).padStart(10, "0")}`;
          },
          size,
          parameters.string("NextToken"),
        )
      : undefined;
  if (page === undefined) throw invalidParameterValue("The pagination parameters are invalid.");
  return {
    launchTemplateVersionSet: page.items.map(({ template, version }) => versionView(template, version)),
    nextToken: page.nextToken,
  };
}

/** DeleteLaunchTemplateVersions: the default version stays; what could not be deleted is listed. */
export function deleteLaunchTemplateVersions(call: Call, parameters: QueryParameters): Answer {
  const template = requireTemplate(call, parameters);
  const { launchTemplateVersions } = call.world.tables;
  const deleted: Answer[] = [];
  const failed: Answer[] = [];
  for (const asked of parameters.strings("LaunchTemplateVersion")) {
    const number = versionNumberOf(template, asked);
    const about = {
      launchTemplateId: template.id,
      launchTemplateName: template.name,
      versionNumber: number ?? 0,
    };
    if (number === undefined || findTemplateVersion(call.world, template, number) === undefined) {
      failed.push({
        ...about,
        responseError: {
          code: "launchTemplateVersionDoesNotExist",
          message: `The version ${asked} does not exist.`,
        },
      });
    } else if (number === template.defaultVersion) {
      failed.push({
        ...about,
        responseError: {
          code: "operationNotPermittedException",
          message: "The default version of a launch template cannot be deleted.",
        },
      });
    } else {
      launchTemplateVersions.delete(`${template.id}/${number}`);
      deleted.push(about);
    }
  }
  return {
    successfullyDeletedLaunchTemplateVersionSet: deleted,
    unsuccessfullyDeletedLaunchTemplateVersionSet: failed,
  };
}

export function versionView(template: LaunchTemplateRecord, version: LaunchTemplateVersionRecord): Answer {
  return {
    launchTemplateId: template.id,
    launchTemplateName: template.name,
    versionNumber: version.version,
    versionDescription: version.description === "" ? undefined : version.description,
    createTime: isoSeconds(version.createdAt),
    createdBy: version.createdBy,
    defaultVersion: version.version === template.defaultVersion,
    launchTemplateData: version.data,
  };
}

/** The filters on what stands in a version's data. */
const DATA_FILTERS: Readonly<Record<string, readonly [member: string, within?: string]>> = {
  "ebs-optimized": ["ebsOptimized"],
  "http-endpoint": ["metadataOptions", "httpEndpoint"],
  "http-protocol-ipv4": ["metadataOptions", "httpProtocolIpv4"],
  "http-tokens": ["metadataOptions", "httpTokens"],
  "iam-instance-profile": ["iamInstanceProfile", "arn"],
  "image-id": ["imageId"],
  "instance-type": ["instanceType"],
  "kernel-id": ["kernelId"],
  "ram-disk-id": ["ramDiskId"],
};

function dataFilter(data: TemplateData, filter: string): readonly string[] | undefined {
  const path = Object.hasOwn(DATA_FILTERS, filter) ? DATA_FILTERS[filter] : undefined;
  if (path === undefined) return undefined;
  const [member, within] = path;
  const outer = data[member];
  const value =
    within !== undefined && typeof outer === "object" && !Array.isArray(outer)
      ? Reflect.get(outer, within)
      : within === undefined
        ? outer
        : undefined;
  return typeof value === "string" || typeof value === "boolean" ? [String(value)] : [];
}

function requireVersion(
  call: Call,
  template: LaunchTemplateRecord,
  asked: string,
): LaunchTemplateVersionRecord {
  const number = versionNumberOf(template, asked);
  if (number === undefined) throw invalidVersion(asked);
  const version = findTemplateVersion(call.world, template, number);
  if (version === undefined) throw versionNotFound(template, number);
  return version;
}

function withinRange(parameters: QueryParameters): (version: LaunchTemplateVersionRecord) => boolean {
  const min = Number(parameters.string("MinVersion") ?? 0);
  const max = Number(parameters.string("MaxVersion") ?? Number.POSITIVE_INFINITY);
  return ({ version }) => version >= min && version <= max;
}
