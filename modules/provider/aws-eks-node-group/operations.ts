import { type ObjectValue, UNKNOWN, type Value } from "../../values/index.js";
import type { Operation, OperationWait, ResourceOperationsRequest } from "../provider-definition.js";
import { getOk, isUnknown, listOf, onlyBlock, textMap, textOf } from "../state-shape/object-fields.js";
import { hasChanges } from "../state-shape/sdk-change.js";
import { tagChanges } from "../state-shape/tags.js";
import {
  configUpdateParameters,
  scalingParameters,
  taintParameters,
  updateConfigParameters,
} from "./config-update.js";
import { parseNodeGroupId } from "./node-group-id.js";
import { repairParameters } from "./node-repair-config.js";

/**
 * The EKS calls of a node group's change, in the provider's order: tags, then the version, then the
 * configuration, because EKS refuses to change version and configuration in one call and allows one update at
 * a time.
 */
export function nodeGroupOperations(request: ResourceOperationsRequest): readonly Operation[] {
  switch (request.action) {
    case "create":
      return [createOperation(request)];
    case "delete":
      return [deleteOperation(request.prior)];
    case "update":
      return updateOperations(request);
  }
}

function createOperation(request: ResourceOperationsRequest): Operation {
  const planned = request.planned;
  const name = planned?.node_group_name ?? null;
  const prefix =
    textOf(planned, "node_group_name_prefix") || textOf(request.config, "node_group_name_prefix");
  const clusterName = textOf(planned, "cluster_name");
  const parameters: ObjectValue = {
    clusterName: planned?.cluster_name ?? null,
    nodegroupName: typeof name === "string" && name !== "" ? name : UNKNOWN,
    nodeRole: planned?.node_role_arn ?? null,
    subnets: planned?.subnet_ids ?? [],
    ...present("tags", createTags(request)),
    ...present("amiType", configured(request, "ami_type")),
    ...present("capacityType", configured(request, "capacity_type")),
    ...present("diskSize", configured(request, "disk_size")),
    ...present("instanceTypes", configured(request, "instance_types")),
    ...present("labels", getOk(planned, "labels")),
    ...present(
      "launchTemplate",
      launchTemplateParameters(
        onlyBlock(planned, "launch_template"),
        onlyBlock(request.config, "launch_template"),
      ),
    ),
    ...present("nodeRepairConfig", blockOf(planned, "node_repair_config", repairParameters)),
    ...present("releaseVersion", configured(request, "release_version")),
    ...present("remoteAccess", remoteAccessParameters(onlyBlock(planned, "remote_access"))),
    ...present("scalingConfig", scalingParameters(onlyBlock(planned, "scaling_config"))),
    ...present(
      "taints",
      listOf(planned, "taint").length === 0 ? undefined : taintParameters(planned, "taint"),
    ),
    ...present("updateConfig", blockOf(planned, "update_config", updateConfigParameters)),
    ...present("version", configured(request, "version")),
  };
  const generated = typeof name !== "string" || name === "";
  return {
    name: "create",
    call: "eks:CreateNodegroup",
    parameters,
    wait: {
      kind: "node-group-active",
      clusterName: clusterName ?? "",
      nodegroupName: typeof name === "string" ? name : "",
    },
    ...(generated ? { generatedName: { parameter: "nodegroupName", prefix: prefix || "terraform-" } } : {}),
  };
}

/** The provider sends what the planned value holds; a computed value that is not configured stays unsent. */
function configured(request: ResourceOperationsRequest, name: string): Value | undefined {
  const inConfig = request.config?.[name];
  const value = getOk(request.planned, name);
  if (!isUnknown(value)) return value;
  return inConfig === undefined || inConfig === null ? undefined : value;
}

function createTags(request: ResourceOperationsRequest): Value | undefined {
  const planned = request.planned?.tags;
  if (isUnknown(planned)) return UNKNOWN;
  const merged = { ...request.provider.defaultTags, ...textMap(planned) };
  return Object.keys(merged).length === 0 ? undefined : merged;
}

function deleteOperation(prior: ObjectValue | null): Operation {
  const key = parseNodeGroupId(textOf(prior, "id") ?? "");
  return {
    name: "delete",
    call: "eks:DeleteNodegroup",
    parameters: { ...key },
    wait: { kind: "node-group-deleted", ...key },
  };
}

function updateOperations(request: ResourceOperationsRequest): readonly Operation[] {
  const { prior, planned } = request;
  const key = parseNodeGroupId(textOf(prior, "id") ?? "");
  const wait: OperationWait = { kind: "eks-update", ...key };
  const operations: Operation[] = [...tagOperations(request)];
  if (hasChanges(prior, planned, "launch_template", "release_version", "version")) {
    operations.push({
      name: "update-version",
      call: "eks:UpdateNodegroupVersion",
      parameters: { ...key, ...versionParameters(prior, planned) },
      wait,
    });
  }
  if (
    hasChanges(prior, planned, "labels", "scaling_config", "taint", "update_config", "node_repair_config")
  ) {
    operations.push({
      name: "update-config",
      call: "eks:UpdateNodegroupConfig",
      parameters: { ...key, ...configUpdateParameters(request) },
      wait,
    });
  }
  return operations;
}

function tagOperations(request: ResourceOperationsRequest): readonly Operation[] {
  const { prior, planned, provider } = request;
  if (!hasChanges(prior, planned, "tags_all")) return [];
  const resourceArn = prior?.arn ?? UNKNOWN;
  if (isUnknown(planned?.tags_all)) {
    return [
      {
        name: "tag",
        call: "eks:TagResource",
        parameters: { resourceArn, tags: UNKNOWN },
        wait: null,
      },
    ];
  }
  const { removed, set } = tagChanges(textMap(prior?.tags_all), textMap(planned?.tags_all), provider);
  const operations: Operation[] = [];
  if (removed.length > 0) {
    operations.push({
      name: "untag",
      call: "eks:UntagResource",
      parameters: { resourceArn, tagKeys: removed },
      wait: null,
    });
  }
  if (Object.keys(set).length > 0) {
    operations.push({
      name: "tag",
      call: "eks:TagResource",
      parameters: { resourceArn, tags: set },
      wait: null,
    });
  }
  return operations;
}

/**
 * What UpdateNodegroupVersion gets: the launch template always when the group has one, version and release
 * only when they themselves changed, force only when true.
 */
function versionParameters(prior: ObjectValue | null, planned: ObjectValue | null): ObjectValue {
  const template = onlyBlock(planned, "launch_template");
  return {
    ...present("force", getOk(planned, "force_update_version")),
    ...present("launchTemplate", template && preferOneKey(template, onlyBlock(prior, "launch_template"))),
    ...present(
      "releaseVersion",
      hasChanges(prior, planned, "release_version") ? getOk(planned, "release_version") : undefined,
    ),
    ...present("version", hasChanges(prior, planned, "version") ? getOk(planned, "version") : undefined),
  };
}

/** EKS refuses id and name together: the one that did not change is dropped, the name first. */
function preferOneKey(template: ObjectValue, before: ObjectValue | undefined): ObjectValue {
  const all = launchTemplateParameters(template, template) ?? {};
  if (all.id === undefined || all.name === undefined) return all;
  const { id, name, ...version } = all;
  if (!hasChanges(before ?? null, template, "name")) return { id, ...version };
  return hasChanges(before ?? null, template, "id") ? all : { name, ...version };
}

/** What is still to be computed by EKS and not configured is not sent. */
function launchTemplateParameters(
  template: ObjectValue | undefined,
  config: ObjectValue | undefined,
): ObjectValue | undefined {
  if (template === undefined) return undefined;
  const sent = (name: string): Value | undefined => {
    const value = getOk(template, name);
    const inConfig = config?.[name];
    return isUnknown(value) && (inConfig === undefined || inConfig === null) ? undefined : value;
  };
  return {
    ...present("id", sent("id")),
    ...present("name", sent("name")),
    ...present("version", sent("version")),
  };
}

function blockOf(
  object: ObjectValue | null,
  name: string,
  parametersOf: (block: ObjectValue) => ObjectValue,
): ObjectValue | undefined {
  const block = onlyBlock(object, name);
  return block && parametersOf(block);
}

function remoteAccessParameters(block: ObjectValue | undefined): ObjectValue | undefined {
  return (
    block && {
      ...present("ec2SshKey", getOk(block, "ec2_ssh_key")),
      ...present("sourceSecurityGroups", getOk(block, "source_security_group_ids")),
    }
  );
}

function present(name: string, value: Value | undefined): ObjectValue {
  return value === undefined ? {} : { [name]: value };
}
