import { z } from "zod";

/** The shapes that node-group operations share; limits from EKS's API model. */
export const scalingConfigInput = z.object({
  minSize: z.int().min(0).optional(),
  maxSize: z.int().min(1).optional(),
  desiredSize: z.int().min(0).optional(),
});

export const taintInput = z.object({
  key: z.string().min(1).max(63),
  value: z.string().max(63).optional(),
  effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]),
});

const labelKey = z.string().min(1).max(63);
export const labelsInput = z.record(labelKey, z.string().min(1).max(63));

export const tagsInput = z
  .record(z.string().min(1).max(128), z.string().max(256))
  .refine((tags) => Object.keys(tags).length <= 50, "a resource can have 50 tags at most")
  .refine(
    (tags) => !Object.keys(tags).some((key) => key.toLowerCase().startsWith("aws:")),
    "Tag keys must not begin with aws:",
  );

export const updateConfigInput = z.object({
  maxUnavailable: z.int().min(1).max(100).optional(),
  maxUnavailablePercentage: z.int().min(1).max(100).optional(),
  updateStrategy: z.enum(["DEFAULT", "MINIMAL"]).optional(),
});

export const nodeRepairConfigInput = z
  .object({
    enabled: z.boolean().optional(),
    maxUnhealthyNodeThresholdCount: z.int().min(1).optional(),
    maxUnhealthyNodeThresholdPercentage: z.int().min(1).max(100).optional(),
    maxParallelNodesRepairedCount: z.int().min(1).optional(),
    maxParallelNodesRepairedPercentage: z.int().min(1).max(100).optional(),
    nodeRepairConfigOverrides: z
      .array(
        z.object({
          nodeMonitoringCondition: z.string().optional(),
          nodeUnhealthyReason: z.string().optional(),
          minRepairWaitTimeMins: z.int().min(1).optional(),
          repairAction: z.enum(["Replace", "Reboot", "NoAction"]).optional(),
        }),
      )
      .optional(),
  })
  .refine(
    (config) =>
      config.maxUnhealthyNodeThresholdCount === undefined ||
      config.maxUnhealthyNodeThresholdPercentage === undefined,
    "maxUnhealthyNodeThresholdCount and maxUnhealthyNodeThresholdPercentage cannot both be specified",
  )
  .refine(
    (config) =>
      config.maxParallelNodesRepairedCount === undefined ||
      config.maxParallelNodesRepairedPercentage === undefined,
    "maxParallelNodesRepairedCount and maxParallelNodesRepairedPercentage cannot both be specified",
  );

export const warmPoolConfigInput = z.object({
  enabled: z.boolean().optional(),
  minSize: z.int().min(0).optional(),
  maxGroupPreparedCapacity: z.int().min(0).optional(),
  poolState: z.enum(["STOPPED", "RUNNING", "HIBERNATED"]).optional(),
  reuseOnScaleIn: z.boolean().optional(),
});

export const launchTemplateInput = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  version: z.string().optional(),
});

const amiTypes = [
  "AL2_x86_64",
  "AL2_x86_64_GPU",
  "AL2_ARM_64",
  "CUSTOM",
  "BOTTLEROCKET_ARM_64",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64_FIPS",
  "BOTTLEROCKET_x86_64_FIPS",
  "BOTTLEROCKET_ARM_64_NVIDIA",
  "BOTTLEROCKET_x86_64_NVIDIA",
  "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
  "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
  "WINDOWS_CORE_2019_x86_64",
  "WINDOWS_FULL_2019_x86_64",
  "WINDOWS_CORE_2022_x86_64",
  "WINDOWS_FULL_2022_x86_64",
  "WINDOWS_CORE_2025_x86_64",
  "WINDOWS_FULL_2025_x86_64",
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NEURON",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
] as const;

export const createNodegroupInput = z.object({
  nodegroupName: z
    .string()
    .min(1)
    .max(63)
    .regex(
      /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
      "a node group's name begins with a letter or digit and holds letters, digits, hyphens and underscores",
    ),
  scalingConfig: scalingConfigInput.optional(),
  diskSize: z.int().min(1).max(16_384).optional(),
  subnets: z.array(z.string()).min(1),
  instanceTypes: z.array(z.string()).max(20).optional(),
  amiType: z.enum(amiTypes).optional(),
  remoteAccess: z
    .object({ ec2SshKey: z.string().optional(), sourceSecurityGroups: z.array(z.string()).optional() })
    .optional(),
  nodeRole: z.string().min(1),
  labels: labelsInput.optional(),
  taints: z.array(taintInput).max(50).optional(),
  tags: tagsInput.optional(),
  clientRequestToken: z.string().optional(),
  launchTemplate: launchTemplateInput.optional(),
  updateConfig: updateConfigInput.optional(),
  nodeRepairConfig: nodeRepairConfigInput.optional(),
  warmPoolConfig: warmPoolConfigInput.optional(),
  capacityType: z.enum(["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]).optional(),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
});

export type CreateNodegroupInput = z.output<typeof createNodegroupInput>;

export const updateNodegroupConfigInput = z.object({
  labels: z
    .object({ addOrUpdateLabels: labelsInput.optional(), removeLabels: z.array(z.string()).optional() })
    .optional(),
  taints: z
    .object({
      addOrUpdateTaints: z.array(taintInput).optional(),
      removeTaints: z.array(taintInput).optional(),
    })
    .optional(),
  scalingConfig: scalingConfigInput.optional(),
  updateConfig: updateConfigInput.optional(),
  nodeRepairConfig: nodeRepairConfigInput.optional(),
  warmPoolConfig: warmPoolConfigInput.optional(),
  clientRequestToken: z.string().optional(),
});

export type UpdateNodegroupConfigInput = z.output<typeof updateNodegroupConfigInput>;

export const updateNodegroupVersionInput = z.object({
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  launchTemplate: launchTemplateInput.optional(),
  force: z.boolean().optional(),
  clientRequestToken: z.string().optional(),
});
