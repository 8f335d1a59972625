import { z } from "zod";
import { nodeGroupSchema, nodeGroupSettingsSchema } from "./node-group-schema.js";
import { policyParametersSchema } from "./policy-schema.js";
import {
  account,
  clusterName,
  kubernetesVersion,
  region,
  roleArn,
  securityGroupId,
  strings,
  subnetId,
  zoneName,
} from "./scalars.js";

export const assumeRoleSchema = z.strictObject({
  roleArn: roleArn.describe("ARN of the role."),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, { error: "An external id has 2 to 1224 letters, digits and +=,.@:/-" })
    .optional()
    .describe("External id that the role's trust policy asks for."),
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, { error: "A session name has 2 to 64 letters, digits and +=,.@-" })
    .optional()
    .describe("Name of the session in the audit log."),
});

export const zoneSchema = z.strictObject({
  name: zoneName.describe("Availability zone."),
  subnet: subnetId.describe("Subnet of the nodes in this zone."),
  index: z
    .int()
    .min(0)
    .max(99)
    .optional()
    .describe(
      "Number that stands for the zone in names. Default: its place in the list, from 0. Say it when a zone before it is removed, or every later group gets another name.",
    ),
});

/** Everything that `defaults.cluster` may say. */
const clusterSettings = {
  region: region.optional().describe("AWS region."),
  account: account.optional().describe("AWS account; a plan refuses to run in any other."),
  assumeRole: assumeRoleSchema.optional().describe("Role to assume for this cluster's account."),
  kubernetesVersion: kubernetesVersion.optional().describe("Kubernetes minor version of the node groups."),
  nodeRole: roleArn.optional().describe("IAM role of the nodes."),
  securityGroups: z.array(securityGroupId).max(5).optional().describe("Security groups of the nodes."),
  tags: strings.optional().describe("AWS tags of everything that is made for the cluster."),
  labels: strings
    .optional()
    .describe("Labels to choose clusters by, e.g. `stage: production`. They are not sent to AWS."),
  awsProvider: z
    .string()
    .regex(/^\s*(?:[=!<>~]*\s*\d+(?:\.\d+){0,2}\s*(?:,\s*(?=\S)|$))+$/, {
      error: 'A version constraint is written like ">= 6.26, < 7.0"',
    })
    .optional()
    .describe(
      'Version constraint of the AWS provider, in Terraform\'s syntax. Plans and state then follow the newest release that it accepts, or 5.100 where it accepts that. Default ">= 5.100.0, < 7.0.0", with a higher lower end for groups that use what came later.',
    )
    .meta({ examples: [">= 6.26, < 7.0"] }),
  policy: z
    .strictObject({ parameters: policyParametersSchema.optional() })
    .optional()
    .describe("Policy parameters for this cluster alone."),
};

export const clusterSettingsSchema = z.strictObject(clusterSettings);

export const clusterSchema = z.strictObject({
  name: clusterName.describe("Name of the EKS cluster, and of its stack."),
  ...clusterSettings,
  zones: z
    .array(zoneSchema)
    .min(1)
    .describe("Zones with their subnets.")
    .meta({ examples: ["[{name: eu-central-1a, subnet: subnet-0a1b2c3d4e5f60718}]"] }),
  nodeGroupDefaults: nodeGroupSettingsSchema
    .optional()
    .describe("Defaults of this cluster's node groups; they win over `defaults.nodeGroup`."),
  nodeGroups: z
    .array(nodeGroupSchema)
    .describe("The node groups.")
    .meta({ examples: ["[{name: web, instanceTypes: [m7g.large]}]"] }),
});

export type ClusterSettings = z.infer<typeof clusterSettingsSchema>;
