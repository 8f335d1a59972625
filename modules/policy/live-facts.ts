import { z } from "zod";

const liveNodeGroup = z
  .strictObject({
    status: z.string().optional().describe("EKS's status, e.g. `ACTIVE`, `DEGRADED`, `UPDATING`."),
    healthIssues: z
      .array(z.strictObject({ code: z.string(), message: z.string() }).readonly())
      .readonly()
      .optional(),
    runningUpdate: z
      .strictObject({ type: z.string(), id: z.string() })
      .readonly()
      .optional()
      .describe("The update that EKS is carrying out."),
    blockingBudgets: z
      .array(
        z
          .strictObject({
            namespace: z.string(),
            name: z.string(),
            why: z.enum(["no-disruption-allowed", "several-budgets"]),
            pods: z.array(z.string()).readonly().describe("Pods on the group's nodes that it holds."),
          })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe("Disruption budgets that keep pods on its nodes from being evicted now."),
  })
  .readonly();

const liveCluster = z
  .strictObject({
    version: z.string().optional().describe("Kubernetes minor version, e.g. `1.33`."),
    status: z.string().optional().describe("EKS's status, e.g. `ACTIVE`, `UPDATING`."),
    nodeGroupNames: z
      .array(z.string())
      .readonly()
      .optional()
      .describe("All managed node groups on the cluster, those that no plan speaks of included."),
    nodeGroups: z
      .record(z.string(), liveNodeGroup)
      .readonly()
      .optional()
      .describe("What is known of single groups, by name."),
    addonCompatibility: z
      .record(z.string(), z.record(z.string(), z.array(z.string()).readonly()).readonly())
      .readonly()
      .optional()
      .describe("Kubernetes minors that each version of an add-on supports: by name, then by version."),
    addons: z
      .record(z.string(), z.strictObject({ version: z.string() }).readonly())
      .readonly()
      .optional()
      .describe("The add-ons installed, by name."),
    disruptionBudgets: z
      .array(
        z
          .strictObject({ namespace: z.string(), name: z.string(), disruptionsAllowed: z.int().min(0) })
          .readonly(),
      )
      .readonly()
      .optional()
      .describe("Every disruption budget of the cluster, from the Kubernetes API."),
    volumesByZone: z
      .record(z.string(), z.int().min(0))
      .readonly()
      .optional()
      .describe("EBS volumes in use by pods, counted by zone, from the Kubernetes API."),
  })
  .readonly();

const liveSubnet = z
  .strictObject({
    zone: z.string().optional(),
    freeIps: z.int().min(0).optional().describe("AvailableIpAddressCount of DescribeSubnets."),
  })
  .readonly();

const instanceTypeFacts = z
  .strictObject({
    architecture: z.enum(["x86_64", "arm64"]),
    interfaces: z.int().min(1).describe("Elastic network interfaces."),
    addressesPerInterface: z.int().min(1).describe("IPv4 addresses of one, its primary included."),
  })
  .readonly();

/**
 * What is live, as far as the caller has looked: every part is optional, and a rule that needs a part that
 * is missing says that it could not be decided. Clusters are named `region/name`, or by name alone.
 */
export const liveFactsSchema = z
  .strictObject({
    clusters: z.record(z.string(), liveCluster).readonly().optional(),
    subnets: z.record(z.string(), liveSubnet).readonly().optional().describe("By subnet id."),
    launchTemplates: z
      .record(z.string(), z.strictObject({ versions: z.int().min(0) }).readonly())
      .readonly()
      .optional()
      .describe("How many versions each template has, by its id."),
    instanceTypes: z
      .record(z.string(), instanceTypeFacts)
      .readonly()
      .optional()
      .describe("From DescribeInstanceTypes; they go before the built-in table."),
    kubernetesVersions: z
      .record(
        z.string(),
        z.strictObject({ standardSupportEnds: z.iso.date(), extendedSupportEnds: z.iso.date() }).readonly(),
      )
      .readonly()
      .optional()
      .describe("EKS's support calendar, for versions that the parameter of that name lacks."),
  })
  .readonly();

export type LiveFacts = z.infer<typeof liveFactsSchema>;
export type LiveCluster = z.infer<typeof liveCluster>;
export type LiveNodeGroup = z.infer<typeof liveNodeGroup>;
export type LiveSubnet = z.infer<typeof liveSubnet>;
export type InstanceTypeFacts = z.infer<typeof instanceTypeFacts>;
