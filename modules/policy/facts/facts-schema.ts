import { z } from "zod";
import { parametersSchema } from "../parameters/parameters-schema.js";

/**
 * The one document that the rules see. It is slim, and holds whole clusters, so that a rule that looks
 * across resources needs no search. A field that is absent is not known (then its name may stand in
 * `unknown`) or does not apply; no field is ever null, because Rego compares null as the smallest value.
 */
const count = z.int().min(0);
const minor = z.int().describe("The minor of a Kubernetes version 1.N.");

const action = z
  .enum(["no-op", "create", "update", "replace", "delete", "forget"])
  .describe("What the plan does with the resource.");

/** Why a resource is replaced, where it is. */
const replacementFacts = {
  reason: z.string().optional().describe("Terraform's action_reason."),
  replace_paths: z.array(z.string()).describe("Attributes that force the replacement."),
};

const support = z
  .strictObject({
    standard_days: z.int().describe("Days until standard support ends; negative once it has."),
    extended_days: z.int().describe("Days until extended support ends; negative once it has."),
  })
  .describe("The support calendar's answer for the planned version; absent where the calendar lacks it.");

const nodeGroupSide = z.strictObject({
  version: z.string().optional(),
  minor: minor.optional(),
  release_version: z.string().optional(),
  release_age_days: z.int().optional().describe("Age of the AMI release, from the date in its name."),
  release_rank: z
    .number()
    .optional()
    .describe("Orders the releases of one AMI family: a later one ranks higher."),
  ami_type: z.string().optional(),
  amazon_linux_2: z.boolean().describe("Whether the AMI type is of Amazon Linux 2."),
  architecture: z.enum(["x86_64", "arm64"]).optional().describe("Of the AMI type; absent for custom images."),
  capacity_type: z.string().optional(),
  instance_types: z.array(z.string()).optional(),
  instance_architectures: z
    .array(z.enum(["x86_64", "arm64"]))
    .optional()
    .describe("Of the instance types, those of the launch template included; sorted, without duplicates."),
  desired: count.optional(),
  min: count.optional(),
  max: count.optional(),
  max_unavailable: count.optional(),
  max_unavailable_percentage: count.optional(),
  subnets: z.array(z.string()).optional(),
  labels: count.optional().describe("How many."),
  taints: count.optional().describe("How many."),
  tags: count.optional().describe("How many, the provider's default tags included."),
  missing_tags: z.array(z.string()).describe("Required tag keys that it lacks."),
  disk_size: z.boolean().describe("Whether disk_size is set."),
  remote_access: z.boolean().describe("Whether there is a remote_access block."),
  force: z.boolean().describe("force_update_version"),
  launch_template: z
    .strictObject({ version: z.string().optional() })
    .optional()
    .describe("Absent: the group has no launch template block."),
});

const subnetFacts = z.strictObject({
  id: z.string(),
  zone: z.string().optional(),
  free_ips: count.optional(),
});

export const nodeGroupFactsSchema = z.strictObject({
  stack: z.string(),
  address: z.string(),
  name: z.string().optional(),
  keeps_name: z.boolean().describe("Whether the planned group has the name that the present one has."),
  parameters: count.describe("Index into `parameter_sets`."),
  action,
  create_before_destroy: z.boolean().describe("For a replacement: the new group comes first."),
  ...replacementFacts,
  changed: z
    .array(z.string())
    .describe("Top-level attributes that differ or will only be known after apply."),
  unknown: z.array(z.string()).describe("Facts of `after` that are only known after apply."),
  before: nodeGroupSide.optional(),
  after: nodeGroupSide.optional(),
  follows_cluster: z.boolean().describe("No version is configured: EKS gives a new group its cluster's."),
  zones_before: z
    .array(z.string())
    .optional()
    .describe("Zones of its present subnets; absent when one of them is not known."),
  zones_after: z.array(z.string()).optional().describe("Zones of its planned subnets."),
  subnets: z.array(subnetFacts),
  status: z.string().optional().describe("EKS's status before the plan."),
  configured_desired: count.optional().describe("desired_size as written, where ignore_changes hides it."),
  clamped_desired: count
    .optional()
    .describe("The desired size that Fleetwright's own apply sends in place of one that AWS would refuse."),
  launch_template: count.optional().describe("Index into the cluster's `launch_templates`."),
  rolls: z.boolean().describe("Whether the plan replaces its running nodes, in place or with the group."),
  removes_template: z.boolean().describe("Whether the launch template block goes away in place."),
  surge: count.optional().describe("Extra nodes while it rolls: max(2 × zones, max unavailable)."),
  ips_per_node: count.optional().describe("IP addresses that a node takes from its subnet when it starts."),
  protected: z.boolean(),
  health_issues: z.array(z.string()).describe("Live health issues, as `Code: message`."),
  update_in_progress: z.boolean().describe("Whether EKS is working on an update of it now."),
  blocking_budgets: z
    .array(z.string())
    .optional()
    .describe("Disruption budgets that hold pods on its nodes now, with the pods; needs Kubernetes facts."),
  running_update: z
    .string()
    .optional()
    .describe("That update's type and id, as EKS names them; needs live facts."),
  zonal_volumes: count
    .optional()
    .describe("EBS volumes of its pods that live in its zones; needs live facts."),
});

const launchTemplateSide = z.strictObject({
  custom_image: z.boolean().describe("Whether it names an image."),
  instance_type: z.string().optional(),
  iam_instance_profile: z.boolean(),
  subnet_in_interface: z.boolean(),
  spot_market: z.boolean().describe("instance_market_options"),
  hibernation: z.boolean(),
  shutdown_terminates: z.boolean().describe("instance_initiated_shutdown_behavior = terminate"),
  security_groups_twice: z.boolean().describe("Security groups both on the instance and on an interface."),
  http_tokens: z.string().optional(),
  hop_limit: count.optional(),
  metadata_options: z.boolean().describe("Whether there is a metadata_options block."),
  volumes: count.describe("Block devices with EBS settings."),
  unencrypted_volumes: z.array(z.string()).describe("Device names."),
  user_data: z
    .enum(["none", "mime", "toml", "script", "node-config", "powershell", "other"])
    .optional()
    .describe("Form of the decoded user data; absent when it is not known."),
  bootstraps: z.boolean().optional().describe("Whether the user data joins the node to a cluster."),
  latest_version: count.optional(),
  tags: count.optional(),
  missing_tags: z.array(z.string()),
});

export const launchTemplateFactsSchema = z.strictObject({
  stack: z.string(),
  address: z.string(),
  name: z.string().optional(),
  action,
  ...replacementFacts,
  parameters: count,
  used_by: z.array(z.string()).describe("Addresses of the node groups that launch from it."),
  unknown: z.array(z.string()),
  before: launchTemplateSide.optional(),
  after: launchTemplateSide.optional(),
  reordered: z
    .array(z.string())
    .describe("Lists whose elements only change places, which is a new version all the same."),
  only_reordered: z.boolean().describe("Whether nothing else changes."),
  versions: count.optional().describe("How many versions exist live."),
});

const addonFacts = z.strictObject({
  stack: z.string().optional(),
  address: z.string().optional(),
  name: z.string(),
  version: z.string().optional(),
  action: z.enum(["none", "no-op", "create", "update", "replace", "delete", "forget"]),
  ...replacementFacts,
  compatible_with: z
    .array(minor)
    .optional()
    .describe("Minors that the planned version supports; needs live facts."),
});

export const clusterFactsSchema = z.strictObject({
  key: z.string().describe("Names the cluster within this document: region and name."),
  name: z.string().optional(),
  region: z.string().optional(),
  stacks: z.array(z.string()).describe("The plans that speak of it."),
  stack: z.string().optional().describe("The plan that holds its resource."),
  address: z.string().optional().describe("Of the aws_eks_cluster resource, where the plan manages it."),
  action: z.enum(["none", "no-op", "create", "update", "replace", "delete", "forget"]),
  ...replacementFacts,
  status: z.string().optional().describe("EKS's status before the plan."),
  missing_tags: z.array(z.string()).describe("Required tag keys that the planned cluster lacks."),
  parameters: count,
  version_before: z.string().optional(),
  minor_before: minor.optional(),
  version_after: z.string().optional(),
  minor_after: minor.optional(),
  version_source: z.enum(["resource", "live", "data", "none"]).describe("Where the versions come from."),
  unknown: z.array(z.string()),
  support: support.optional(),
  protected: z.boolean(),
  freezes: z.array(z.string()).describe("Freeze windows open now."),
  other_groups: count
    .optional()
    .describe("Live managed node groups that no plan here speaks of; needs live facts."),
  public_endpoint: z
    .strictObject({ enabled: z.boolean(), open_to_the_world: z.boolean() })
    .optional()
    .describe("Of the planned cluster."),
  secrets_encryption: z.boolean().optional(),
  blocking_budgets: z
    .array(z.strictObject({ namespace: z.string(), name: z.string() }))
    .optional()
    .describe("Disruption budgets that allow no disruption now; needs Kubernetes facts."),
  subnet_demand: z
    .array(
      z.strictObject({
        stack: z.string(),
        address: z.string().describe("Of the first of the groups."),
        action,
        parameters: count,
        groups: z.array(z.string()).describe("Addresses of the groups that share the subnets."),
        subnets: z.string().describe("Ids, for messages."),
        subnet_count: count,
        nodes: count.optional().describe("Nodes to come, for a while or for good."),
        addresses: count.optional().describe("Addresses that they may take."),
        free_ips: count.optional().describe("Addresses free in all the subnets; needs live facts."),
      }),
    )
    .describe("What new nodes need from subnets, for groups with the same subnets together."),
  groups: z.array(nodeGroupFactsSchema),
  launch_templates: z.array(launchTemplateFactsSchema),
  addons: z.array(addonFacts),
});

export const factsSchema = z.strictObject({
  schema_version: z.literal(1),
  now: z.strictObject({
    instant: z.string().describe("The instant of judging, ISO 8601 in UTC: passed in, never read."),
    date: z.string().describe("Its day."),
  }),
  parameter_sets: z.array(parametersSchema).describe("Distinct sets of resolved limits."),
  fleet: z.strictObject({
    parameters: count,
    nodes: count.describe("Desired nodes of all groups before the plan."),
    touched_nodes: count.describe("Of them, those that the plan replaces or removes."),
    unsized_groups: count.describe("Touched groups whose size is not known."),
    other_clusters: count.describe("Clusters of the fleet file that no plan here speaks of."),
  }),
  clusters: z.array(clusterFactsSchema),
});

export type Facts = z.infer<typeof factsSchema>;
export type ClusterFacts = Facts["clusters"][number];
export type NodeGroupFacts = ClusterFacts["groups"][number];
export type NodeGroupSide = NonNullable<NodeGroupFacts["after"]>;
export type LaunchTemplateFacts = ClusterFacts["launch_templates"][number];
export type LaunchTemplateSide = NonNullable<LaunchTemplateFacts["after"]>;
export type AddonFacts = ClusterFacts["addons"][number];
