import { z } from "zod";

/**
 * As much of eksctl's ClusterConfig (eksctl.io/v1alpha5) as a fleet file has words for. Everything is optional
 * and unknown keys are kept, so that what is not carried over can be named.
 */
const text = z.union([z.string(), z.number()]).transform(String);
const texts = z.record(z.string(), text);

const taint = z.object({ key: z.string(), value: text.optional(), effect: z.string() });

const managedNodeGroup = z.looseObject({
  name: z.string(),
  instanceType: z.string().optional(),
  instanceTypes: z.array(z.string()).optional(),
  spot: z.boolean().optional(),
  amiFamily: z.string().optional(),
  ami: z.string().optional(),
  releaseVersion: z.string().optional(),
  minSize: z.int().optional(),
  maxSize: z.int().optional(),
  desiredCapacity: z.int().optional(),
  volumeSize: z.int().optional(),
  volumeType: z.string().optional(),
  volumeIOPS: z.int().optional(),
  volumeThroughput: z.int().optional(),
  volumeEncrypted: z.boolean().optional(),
  volumeKmsKeyID: z.string().optional(),
  labels: texts.optional(),
  tags: texts.optional(),
  // Older files write a map of `key: value:effect`.
  taints: z.union([z.array(taint), z.record(z.string(), z.string())]).optional(),
  availabilityZones: z.array(z.string()).optional(),
  subnets: z.array(z.string()).optional(),
  privateNetworking: z.boolean().optional(),
  iam: z.looseObject({ instanceRoleARN: z.string().optional() }).optional(),
  securityGroups: z.looseObject({ attachIDs: z.array(z.string()).optional() }).optional(),
  updateConfig: z
    .object({
      maxUnavailable: z.int().optional(),
      maxUnavailablePercentage: z.int().optional(),
      updateStrategy: z.string().optional(),
    })
    .optional(),
  nodeRepairConfig: z
    .looseObject({
      enabled: z.boolean().optional(),
      maxParallelNodesRepairedCount: z.int().optional(),
      maxParallelNodesRepairedPercentage: z.int().optional(),
      maxUnhealthyNodeThresholdCount: z.int().optional(),
      maxUnhealthyNodeThresholdPercentage: z.int().optional(),
      nodeRepairConfigOverrides: z
        .array(
          z.looseObject({
            nodeMonitoringCondition: z.string(),
            nodeUnhealthyReason: z.string(),
            minRepairWaitTimeMins: z.int(),
            repairAction: z.enum(["Replace", "Reboot", "NoAction"]),
          }),
        )
        .optional(),
    })
    .optional(),
});

const subnets = z.record(z.string(), z.looseObject({ id: z.string().optional(), az: z.string().optional() }));

export const eksctlSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal("ClusterConfig"),
  metadata: z.looseObject({
    name: z.string(),
    region: z.string(),
    version: text.optional(),
    tags: texts.optional(),
  }),
  availabilityZones: z.array(z.string()).optional(),
  vpc: z
    .looseObject({
      subnets: z.looseObject({ private: subnets.optional(), public: subnets.optional() }).optional(),
    })
    .optional(),
  managedNodeGroups: z.array(managedNodeGroup).optional(),
  nodeGroups: z.array(z.looseObject({ name: z.string().optional() })).optional(),
});

export type EksctlConfig = z.infer<typeof eksctlSchema>;
export type EksctlNodeGroup = z.infer<typeof managedNodeGroup>;

/** Keys of a managed node group that a fleet file has words for, or that mean nothing in one. */
export const carriedKeys: ReadonlySet<string> = new Set([
  ...Object.keys(managedNodeGroup.shape),
  // Always so in a fleet: IMDSv2 only, and groups known by their tags.
  "disableIMDSv1",
  "propagateASGTags",
]);
