import type { Nodegroup, NodeRepairConfig } from "@aws-sdk/client-eks";
import { awsError, awsErrorCode } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import { namePrefixFromName } from "../generated-name.js";
import type { ReadContext } from "../provider-definition.js";
import type { Schema } from "../schema.js";
import { textMap, textOf } from "../state-shape/object-fields.js";
import { stateAfterRead } from "../state-shape/read-state.js";
import type { Fields } from "../state-shape/state-object.js";
import { tagsOfState } from "../state-shape/tags.js";
import { nodeGroupId, parseNodeGroupId } from "./node-group-id.js";

/** Reads one node group into the shape in which the provider keeps it; null when EKS does not know it. */
export async function readNodeGroup(
  prior: ObjectValue,
  context: ReadContext,
  schema: Schema,
): Promise<ObjectValue | null> {
  const { clusterName, nodegroupName } = parseNodeGroupId(textOf(prior, "id") ?? "");
  const eks = await context.clients.eks();
  try {
    const { nodegroup } = await eks.describeNodegroup({ clusterName, nodegroupName });
    return nodegroup === undefined ? null : nodeGroupState(nodegroup, prior, context, schema);
  } catch (error) {
    if (awsErrorCode(error) === "ResourceNotFoundException") return null;
    const id = nodeGroupId(clusterName, nodegroupName);
    throw awsError(error, { operation: "eks:DescribeNodegroup", doing: `reading EKS Node Group (${id})` });
  }
}

function nodeGroupState(
  group: Nodegroup,
  prior: ObjectValue,
  context: ReadContext,
  schema: Schema,
): ObjectValue {
  const tags = tagsOfState(group.tags ?? {}, context.provider, textMap(prior.tags));
  return stateAfterRead(schema, { ...fieldsOf(group), ...tags }, prior);
}

function fieldsOf(group: Nodegroup): Fields {
  const { launchTemplate, nodeRepairConfig, remoteAccess, resources, scalingConfig, updateConfig } = group;
  return {
    id: nodeGroupId(group.clusterName ?? "", group.nodegroupName ?? ""),
    ami_type: group.amiType,
    arn: group.nodegroupArn,
    capacity_type: group.capacityType,
    cluster_name: group.clusterName,
    disk_size: group.diskSize,
    instance_types: group.instanceTypes,
    labels: group.labels,
    launch_template: launchTemplate && [
      { id: launchTemplate.id, name: launchTemplate.name, version: launchTemplate.version },
    ],
    node_group_name: group.nodegroupName,
    node_group_name_prefix: namePrefixFromName(group.nodegroupName ?? ""),
    node_repair_config: nodeRepairConfig && [repairFields(nodeRepairConfig)],
    node_role_arn: group.nodeRole,
    release_version: group.releaseVersion,
    remote_access: remoteAccess && [
      { ec2_ssh_key: remoteAccess.ec2SshKey, source_security_group_ids: remoteAccess.sourceSecurityGroups },
    ],
    resources: resources && [
      {
        autoscaling_groups: (resources.autoScalingGroups ?? []).map(({ name }) => ({ name })),
        remote_access_security_group_id: resources.remoteAccessSecurityGroup,
      },
    ],
    scaling_config: scalingConfig && [
      {
        desired_size: scalingConfig.desiredSize,
        max_size: scalingConfig.maxSize,
        min_size: scalingConfig.minSize,
      },
    ],
    status: group.status,
    subnet_ids: group.subnets,
    taint: (group.taints ?? []).map(({ effect, key, value }) => ({ effect, key, value })),
    update_config: updateConfig && [
      {
        max_unavailable: updateConfig.maxUnavailable,
        max_unavailable_percentage: updateConfig.maxUnavailablePercentage,
        update_strategy: updateConfig.updateStrategy,
      },
    ],
    version: group.version,
  };
}

function repairFields(config: NodeRepairConfig): Fields {
  return {
    enabled: config.enabled,
    max_parallel_nodes_repaired_count: config.maxParallelNodesRepairedCount,
    max_parallel_nodes_repaired_percentage: config.maxParallelNodesRepairedPercentage,
    max_unhealthy_node_threshold_count: config.maxUnhealthyNodeThresholdCount,
    max_unhealthy_node_threshold_percentage: config.maxUnhealthyNodeThresholdPercentage,
    node_repair_config_overrides: (config.nodeRepairConfigOverrides ?? []).map((override) => ({
      min_repair_wait_time_mins: override.minRepairWaitTimeMins,
      node_monitoring_condition: override.nodeMonitoringCondition,
      node_unhealthy_reason: override.nodeUnhealthyReason,
      repair_action: override.repairAction,
    })),
  };
}
