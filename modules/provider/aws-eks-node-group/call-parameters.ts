import type {
  AMITypes,
  CapacityTypes,
  NodegroupUpdateStrategies,
  RepairAction,
  TaintEffect,
} from "@aws-sdk/client-eks";
import { z } from "zod";

/** Enumerations are EKS's to judge: it knows more values than any release of its SDK. */
const enumText = <Text extends string>() => z.custom<Text>((value) => typeof value === "string");

const key = { clusterName: z.string(), nodegroupName: z.string() };
const texts = z.array(z.string());
const textMap = z.record(z.string(), z.string());
const taints = z.array(
  z.strictObject({ effect: enumText<TaintEffect>(), key: z.string(), value: z.string() }),
);
const launchTemplate = z.strictObject({
  id: z.string().exactOptional(),
  name: z.string().exactOptional(),
  version: z.string().exactOptional(),
});
const scalingConfig = z.strictObject({
  desiredSize: z.number().exactOptional(),
  maxSize: z.number().exactOptional(),
  minSize: z.number().exactOptional(),
});
const updateConfig = z.strictObject({
  maxUnavailable: z.number().exactOptional(),
  maxUnavailablePercentage: z.number().exactOptional(),
  updateStrategy: enumText<NodegroupUpdateStrategies>().exactOptional(),
});
const nodeRepairConfig = z.strictObject({
  enabled: z.boolean(),
  maxParallelNodesRepairedCount: z.number().exactOptional(),
  maxParallelNodesRepairedPercentage: z.number().exactOptional(),
  maxUnhealthyNodeThresholdCount: z.number().exactOptional(),
  maxUnhealthyNodeThresholdPercentage: z.number().exactOptional(),
  nodeRepairConfigOverrides: z
    .array(
      z.strictObject({
        minRepairWaitTimeMins: z.number(),
        nodeMonitoringCondition: z.string(),
        nodeUnhealthyReason: z.string(),
        repairAction: enumText<RepairAction>(),
      }),
    )
    .exactOptional(),
});

/** The parameters of each EKS call on a node group, read from an operation once everything is known. */
export const createNodegroup = z.strictObject({
  ...key,
  nodeRole: z.string(),
  subnets: texts,
  tags: textMap.exactOptional(),
  amiType: enumText<AMITypes>().exactOptional(),
  capacityType: enumText<CapacityTypes>().exactOptional(),
  diskSize: z.number().exactOptional(),
  instanceTypes: texts.exactOptional(),
  labels: textMap.exactOptional(),
  launchTemplate: launchTemplate.exactOptional(),
  nodeRepairConfig: nodeRepairConfig.exactOptional(),
  releaseVersion: z.string().exactOptional(),
  remoteAccess: z
    .strictObject({ ec2SshKey: z.string().exactOptional(), sourceSecurityGroups: texts.exactOptional() })
    .exactOptional(),
  scalingConfig: scalingConfig.exactOptional(),
  taints: taints.exactOptional(),
  updateConfig: updateConfig.exactOptional(),
  version: z.string().exactOptional(),
});

export const updateNodegroupVersion = z.strictObject({
  ...key,
  force: z.boolean().exactOptional(),
  launchTemplate: launchTemplate.exactOptional(),
  releaseVersion: z.string().exactOptional(),
  version: z.string().exactOptional(),
});

export const updateNodegroupConfig = z.strictObject({
  ...key,
  labels: z
    .strictObject({ addOrUpdateLabels: textMap.exactOptional(), removeLabels: texts.exactOptional() })
    .exactOptional(),
  taints: z
    .strictObject({ addOrUpdateTaints: taints.exactOptional(), removeTaints: taints.exactOptional() })
    .exactOptional(),
  nodeRepairConfig: nodeRepairConfig.exactOptional(),
  scalingConfig: scalingConfig.exactOptional(),
  updateConfig: updateConfig.exactOptional(),
});

export const deleteNodegroup = z.strictObject(key);
export const tagResource = z.strictObject({ resourceArn: z.string(), tags: textMap });
export const untagResource = z.strictObject({ resourceArn: z.string(), tagKeys: texts });
