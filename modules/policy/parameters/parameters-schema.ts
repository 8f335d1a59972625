import { z } from "zod";

const count = z.int().min(0);
const percent = z.int().min(0).max(100);
const instant = z.iso.datetime({ offset: true });

/**
 * The limits that the rules judge by: data, never code. A profile gives every one of them; a fleet, a cluster
 * or a group overrides the few that differ. Unknown names are errors, so that a misspelt limit never loosens
 * nor tightens anything silently.
 */
export const parametersSchema = z.strictObject({
  maxSkewMinors: count.describe("Minor versions that a node group may be behind its cluster."),
  maxClusterMinorStep: count.min(1).describe("Minor versions that a cluster may go up in one plan."),
  maxGroupsPerCluster: count.describe("Managed node groups on one cluster."),
  maxNodesPerGroup: count.describe("Largest max_size of a node group."),
  maxNodesPerChange: count.describe("Nodes that one plan may replace or remove over the whole fleet."),
  maxLabelsPerGroup: count.describe("Kubernetes labels on one node group."),
  maxTaintsPerGroup: count.describe("Kubernetes taints on one node group."),
  maxTagsPerResource: count.describe("AWS tags on one resource."),
  maxLaunchTemplateVersions: count.describe("Versions of one launch template (EC2 keeps 10,000)."),
  maxScaleInPercent: percent.describe("Share of a group's nodes that may be scaled in at once."),
  maxZoneImbalancePercent: percent.describe(
    "How far the smallest zone of a group's sisters may fall short of the largest, by max size.",
  ),
  maxTouchedPercent: percent.describe("Share of the fleet's nodes that one plan may replace or remove."),
  touchedPercentFromNodes: count.describe(
    "The share above is judged from this fleet size on: in a small fleet, one group is already much.",
  ),
  maxReleaseAgeDays: count.describe("Days that a node group's AMI release may be old."),
  supportWarningDays: count.describe("Days before the end of a support phase from which on to warn."),
  minSpotInstanceTypes: count.describe("Instance types that a spot group needs, so that capacity is found."),
  maxHopLimit: count.min(1).describe("Largest metadata hop limit (2 lets pods reach the metadata)."),
  maxUnavailablePercent: percent
    .min(1)
    .describe("Share of a group's nodes that an update may take away at once."),
  freeIpsReserve: count.describe("IP addresses of a subnet that must stay free during an update."),
  prefixDelegation: z.boolean().describe("Whether the VPC CNI hands out prefixes of 16 addresses."),
  requiredTags: z
    .array(z.string().min(1))
    .describe("Tag keys that every cluster, node group and launch template must have."),
  protectedClusters: z
    .array(z.string().min(1))
    .describe("Clusters (names or patterns with *) not to delete."),
  protectedGroups: z
    .array(z.string().min(1))
    .describe("Node groups (names or patterns with *) not to delete."),
  allowDeletions: z.boolean().describe("Whether a plan may delete node groups without a waiver."),
  freezeWindows: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe("What the freeze is for."),
        from: instant.describe("First instant of the freeze (ISO 8601 with offset)."),
        to: instant.describe("First instant after the freeze."),
      }),
    )
    .describe("Times in which nothing may change."),
  kubernetesVersions: z
    .record(
      z.string().regex(/^\d+\.\d+$/),
      z.strictObject({
        standardSupportEnds: z.iso.date().describe("Last day of EKS standard support."),
        extendedSupportEnds: z.iso.date().describe("Last day of EKS extended support."),
      }),
    )
    .describe(
      "The support calendar of EKS, by Kubernetes minor version; those given are added to the profile's.",
    ),
});

/** Every limit, resolved for one cluster or group. */
export type Parameters = z.infer<typeof parametersSchema>;

/** The limits that a fleet, a cluster or a group overrides. */
export type ParameterOverrides = { readonly profile?: ProfileName | undefined } & {
  readonly [K in keyof Parameters]?: Parameters[K] | undefined;
};

export const profileNames = ["launch-2019", "aws-current"] as const;

/** `launch-2019` holds the limits that EKS had when managed node groups came; `aws-current` today's. */
export type ProfileName = (typeof profileNames)[number];
