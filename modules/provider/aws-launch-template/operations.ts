import { type ObjectValue, UNKNOWN, type Value } from "../../values/index.js";
import type { Operation, ResourceOperationsRequest } from "../provider-definition.js";
import { getOk, isUnknown, textMap, textOf } from "../state-shape/object-fields.js";
import { hasChanges } from "../state-shape/sdk-change.js";
import { tagChanges } from "../state-shape/tags.js";
import { expandTemplateData } from "./expand-template-data.js";
import { templateFields } from "./template-data.js";

/**
 * What makes a new version: every part of the data and the description. `maintenance_options` is missing in
 * the provider's own list, so its change alone makes none.
 */
const VERSIONED = [
  "description",
  "user_data",
  ...templateFields.map(({ name }) => name).filter((name) => name !== "maintenance_options"),
];

/** The EC2 calls of a launch template's change, in the provider's order. */
export function launchTemplateOperations(request: ResourceOperationsRequest): readonly Operation[] {
  switch (request.action) {
    case "create":
      return [createOperation(request)];
    case "delete":
      return [
        {
          name: "delete",
          call: "ec2:DeleteLaunchTemplate",
          parameters: { LaunchTemplateId: request.prior?.id ?? null },
          wait: null,
        },
      ];
    case "update":
      return updateOperations(request);
  }
}

function createOperation(request: ResourceOperationsRequest): Operation {
  const planned = request.planned ?? {};
  const name = textOf(planned, "name");
  const prefix = textOf(planned, "name_prefix") || textOf(request.config, "name_prefix") || "terraform-";
  const tags = createTags(request);
  return {
    name: "create",
    call: "ec2:CreateLaunchTemplate",
    parameters: {
      LaunchTemplateName: name || UNKNOWN,
      ...present("VersionDescription", getOk(planned, "description")),
      ...present("TagSpecifications", tags && [{ ResourceType: "launch-template", Tags: tags }]),
      LaunchTemplateData: expandTemplateData(planned, request.config),
    },
    wait: { kind: "launch-template-visible", ...(name ? { name } : {}) },
    ...(name ? {} : { generatedName: { parameter: "LaunchTemplateName", prefix } }),
  };
}

function createTags(request: ResourceOperationsRequest): Value | undefined {
  const tags = request.planned?.tags;
  if (isUnknown(tags)) return UNKNOWN;
  const merged = Object.entries({ ...request.provider.defaultTags, ...textMap(tags) });
  return merged.length === 0 ? undefined : merged.map(([Key, Value]) => ({ Key, Value }));
}

function updateOperations(request: ResourceOperationsRequest): readonly Operation[] {
  const { prior, config } = request;
  const planned = request.planned ?? {};
  const id = prior?.id ?? null;
  const visible = { kind: "launch-template-visible", ...(typeof id === "string" ? { id } : {}) } as const;
  const operations: Operation[] = [...tagOperations(request, id)];
  const newVersion = hasChanges(prior, planned, ...VERSIONED);
  if (newVersion) {
    operations.push({
      name: "create-version",
      call: "ec2:CreateLaunchTemplateVersion",
      parameters: {
        LaunchTemplateId: id,
        ...present("VersionDescription", getOk(planned, "description")),
        LaunchTemplateData: expandTemplateData(planned, config),
      },
      wait: visible,
    });
  }
  const defaultVersion = nextDefaultVersion(prior, planned, newVersion);
  if (defaultVersion !== undefined) {
    operations.push({
      name: "set-default-version",
      call: "ec2:ModifyLaunchTemplate",
      parameters: { LaunchTemplateId: id, DefaultVersion: defaultVersion },
      wait: null,
    });
  }
  return operations;
}

/** The number to make default: the new version's, only known when it was made, or the configured one. */
function nextDefaultVersion(
  prior: ObjectValue | null,
  planned: ObjectValue,
  newVersion: boolean,
): Value | undefined {
  if (planned.update_default_version === true) {
    return newVersion ? UNKNOWN : String(prior?.latest_version ?? 1);
  }
  const configured = planned.default_version;
  const changed = typeof configured === "number" && hasChanges(prior, planned, "default_version");
  return changed ? String(configured) : undefined;
}

function tagOperations(request: ResourceOperationsRequest, id: Value): readonly Operation[] {
  const { prior, planned, provider } = request;
  if (!hasChanges(prior, planned, "tags_all")) return [];
  const Resources = [id];
  if (isUnknown(planned?.tags_all)) {
    return [{ name: "tag", call: "ec2:CreateTags", parameters: { Resources, Tags: UNKNOWN }, wait: null }];
  }
  const { removed, set } = tagChanges(textMap(prior?.tags_all), textMap(planned?.tags_all), provider);
  const operations: Operation[] = [];
  if (removed.length > 0) {
    const before = textMap(prior?.tags_all);
    const Tags = removed.map((Key) => ({ Key, Value: before[Key] ?? "" }));
    operations.push({ name: "untag", call: "ec2:DeleteTags", parameters: { Resources, Tags }, wait: null });
  }
  const added = Object.entries(set);
  if (added.length > 0) {
    const Tags = added.map(([Key, Value]) => ({ Key, Value }));
    operations.push({ name: "tag", call: "ec2:CreateTags", parameters: { Resources, Tags }, wait: null });
  }
  return operations;
}

function present(name: string, value: Value | undefined): ObjectValue {
  return value === undefined ? {} : { [name]: value };
}
