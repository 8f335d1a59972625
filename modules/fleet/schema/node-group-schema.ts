import { z } from "zod";
import { amiTypes } from "./ami-types.js";
import { policyParametersSchema } from "./policy-schema.js";
import {
  duration,
  imageId,
  instanceType,
  kmsKeyArn,
  kubernetesVersion,
  maxUnavailable,
  nodeGroupName,
  releaseVersion,
  roleArn,
  securityGroupId,
  ssmParameter,
  strings,
  subnetId,
  zoneName,
} from "./scalars.js";

const amiSchema = z
  .strictObject({
    type: z
      .enum(amiTypes)
      .optional()
      .describe("EKS-optimised image, in EKS's words. Default AL2023_x86_64_STANDARD."),
    releaseVersion: releaseVersion
      .optional()
      .describe(
        "Release of the EKS-optimised image to pin. Without it EKS takes the newest when it creates the group and the release then stays. `latest` takes the newest at every plan, from the SSM parameter that AWS publishes.",
      ),
    id: imageId.optional().describe("Custom image, by id. Needs user data that bootstraps."),
    ssmParameter: ssmParameter
      .optional()
      .describe("Custom image, by the SSM parameter that holds its id. Needs user data that bootstraps."),
  })
  .describe(
    "The image: an EKS-optimised one (`type`, `releaseVersion`) or a custom one (`id` or `ssmParameter`). Replaced as a whole by a more specific `ami`.",
  );

const userDataSchema = z
  .strictObject({
    bootstrap: z
      .enum(["nodeadm", "bottlerocket", "bootstrap.sh"])
      .optional()
      .describe(
        "Generate the user data that joins a custom image to the cluster: `nodeadm` for Amazon Linux 2023, `bottlerocket` settings, or `bootstrap.sh` for Amazon Linux 2.",
      ),
    maxPods: z.int().min(1).max(1000).optional().describe("Pods per node, for generated user data."),
    template: z
      .string()
      .min(1)
      .optional()
      .describe(
        "User data from a file in Terraform's template syntax, relative to the file that names it. `cluster_name`, `cluster_endpoint`, `cluster_certificate_authority`, `cluster_service_cidr`, `region`, `zone` and `node_group_name` are given.",
      ),
    variables: strings.optional().describe("More variables for the template."),
    bootstraps: z
      .boolean()
      .optional()
      .describe(
        "Says that the template joins the node to the cluster (or does not) where its text does not show it.",
      ),
  })
  .describe(
    "User data: generated (`bootstrap`) or from a file (`template`). Replaced as a whole by a more specific `userData`.",
  );

const rootVolumeSchema = z
  .strictObject({
    sizeGib: z.int().min(1).max(65536).optional().describe("Size in GiB. Default 20, for Windows 50."),
    type: z.enum(["gp3", "gp2", "io1", "io2"]).optional().describe("Volume type. Default gp3."),
    iops: z.int().min(100).max(256000).optional().describe("Provisioned IOPS."),
    throughput: z
      .int()
      .min(125)
      .max(2000)
      .optional()
      .describe("Throughput in MiB/s, gp3 only. More than 1000 needs AWS provider 6.17."),
    encrypted: z.boolean().optional().describe("Whether the volume is encrypted. Default true."),
    kmsKeyId: kmsKeyArn.optional().describe("ARN of the KMS key; without it the account's default key."),
    deviceName: z
      .string()
      .regex(/^(\/dev\/)?(sd|xvd)[a-z]+\d*$/, { error: "A device is written like /dev/xvda" })
      .optional()
      .describe(
        "Device of the volume. Known for EKS-optimised images and generated user data: there it need not be said.",
      ),
  })
  .describe("The volume that holds images and pods.");

export const taintSchema = z.strictObject({
  key: z.string().describe("Key of the taint."),
  value: z.string().optional().describe("Value of the taint."),
  effect: z
    .enum(["NoSchedule", "NoExecute", "PreferNoSchedule", "NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"])
    .describe("Kubernetes' spelling or EKS's."),
});

const scalingSchema = z
  .strictObject({
    min: z
      .int()
      .min(0)
      .optional()
      .describe("Fewest nodes.")
      .meta({ examples: [1] }),
    max: z
      .int()
      .min(1)
      .optional()
      .describe("Most nodes.")
      .meta({ examples: [5] }),
    desired: z.int().min(0).optional().describe("Nodes wanted now. Default: min."),
    desiredOwner: z
      .enum(["fleet", "cluster-autoscaler"])
      .optional()
      .describe(
        "Who decides on the desired size: this file, or the cluster-autoscaler, whose changes then are left alone. Default fleet.",
      ),
  })
  .describe("Numbers of nodes in each EKS node group: with `layout: per-zone`, in each zone.");

const nodeRepairSchema = z.strictObject({
  enabled: z.boolean().optional().describe("Whether nodes are repaired. Default true."),
  maxParallel: maxUnavailable
    .optional()
    .describe("Nodes that may be repaired at once: a number, or a share of the unhealthy ones."),
  maxUnhealthy: maxUnavailable
    .optional()
    .describe("Unhealthy nodes from which on none is repaired: a number, or a share of all nodes."),
  overrides: z
    .array(
      z.strictObject({
        condition: z
          .string()
          .min(1)
          .describe("Condition that the node monitoring agent reports, e.g. AcceleratedInstanceNotReady."),
        reason: z.string().min(1).describe("Reason that it gives for the node being unhealthy."),
        waitMinutes: z.int().min(1).describe("Minutes that the condition must last."),
        action: z.enum(["Replace", "Reboot", "NoAction"]).describe("What EKS then does."),
      }),
    )
    .optional()
    .describe("What is done for single conditions in place of EKS's own choice."),
});

/** Everything that defaults and templates may say about a node group. */
export const nodeGroupSettings = {
  layout: z
    .enum(["per-zone", "all-zones"])
    .optional()
    .describe("One EKS node group per zone (default), or one over all zones."),
  naming: z
    .enum(["fixed", "prefix"])
    .optional()
    .describe(
      "`fixed` (default): the derived name is the name. `prefix`: the derived name and a suffix of the provider's, so that a replacement can be created before the old group goes.",
    ),
  zones: z.array(zoneName).min(1).optional().describe("Zones of the cluster to be in. Default: all of them."),
  subnets: z
    .record(zoneName, subnetId)
    .optional()
    .describe("Subnets by zone, where they are not those of the cluster's zones."),
  capacityType: z.enum(["ON_DEMAND", "SPOT"]).optional().describe("Default ON_DEMAND."),
  instanceTypes: z
    .array(instanceType)
    .min(1)
    .max(20)
    .optional()
    .describe("Instance types, all of one architecture; for ON_DEMAND the first is preferred."),
  ami: amiSchema.optional(),
  userData: userDataSchema.optional(),
  rootVolume: rootVolumeSchema.optional(),
  nodeRole: roleArn.optional().describe("IAM role of the nodes. Default: the cluster's."),
  securityGroups: z
    .array(securityGroupId)
    .max(5)
    .optional()
    .describe(
      "Security groups of the nodes. Default: the cluster's. With none, EKS attaches the cluster security group; with any, it does not.",
    ),
  labels: strings.optional().describe("Kubernetes labels of the nodes."),
  taints: z.array(taintSchema).max(50).optional().describe("Kubernetes taints of the nodes."),
  tags: strings
    .optional()
    .describe("AWS tags of node group, launch template, instances and volumes, beside the cluster's."),
  scaling: scalingSchema.optional(),
  updateConfig: z
    .strictObject({
      maxUnavailable: maxUnavailable
        .optional()
        .describe("Nodes that may be away at once in an update: a number, or a share. Default 1."),
      strategy: z
        .enum(["default", "minimal"])
        .optional()
        .describe(
          "`default` brings new nodes before old ones go; `minimal` takes the old ones away first and never has more nodes than wanted. Needs AWS provider 6.26.",
        ),
    })
    .optional()
    .describe("How an update rolls through the nodes. Without it EKS takes one node at a time."),
  kubernetesVersion: kubernetesVersion
    .optional()
    .describe(
      "Default: the cluster's version. Not with a custom image, which has the version that it was built with.",
    ),
  forceUpdate: z
    .boolean()
    .optional()
    .describe("Go on with an update when pods cannot be evicted. Default false."),
  nodeRepair: z
    .union([z.boolean(), nodeRepairSchema])
    .optional()
    .describe(
      "EKS's automatic repair of nodes: on or off, or on with limits. Without it, left as it is. Limits need AWS provider 6.20.",
    ),
  timeouts: z
    .strictObject({ create: duration.optional(), update: duration.optional(), delete: duration.optional() })
    .optional()
    .describe("How long to wait for EKS. Default 60m each."),
  policy: z
    .strictObject({ parameters: policyParametersSchema.optional() })
    .optional()
    .describe("Policy parameters for this group alone."),
};

export const nodeGroupSettingsSchema = z.strictObject(nodeGroupSettings);

export const nodeGroupSchema = z.strictObject({
  name: nodeGroupName.describe(
    "Name within the cluster; the names of the EKS node groups are derived from it.",
  ),
  template: z.string().optional().describe("Name of the entry of `nodeGroupTemplates` to build on."),
  ...nodeGroupSettings,
});

/** As the schema above, but a taint may lack what was reported as missing or wrong. */
export const looseNodeGroupSchema = nodeGroupSchema
  .partial()
  .extend({ taints: z.array(taintSchema.partial()).optional() });

export type NodeGroupSettings = Omit<z.infer<typeof looseNodeGroupSchema>, "name" | "template">;
