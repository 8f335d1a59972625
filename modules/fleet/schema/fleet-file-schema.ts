import { z } from "zod";
import { assumeRoleSchema, clusterSchema, clusterSettingsSchema } from "./cluster-schema.js";
import { nodeGroupSettingsSchema } from "./node-group-schema.js";
import { policySchema } from "./policy-schema.js";
import { kmsKeyArn, region } from "./scalars.js";

const localBackend = z.strictObject({
  type: z.literal("local").describe("State in files."),
  directory: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Directory of the state files, relative to the file that names it. Default: where the command runs.",
    ),
});

const s3Backend = z.strictObject({
  type: z.literal("s3").describe("State in an S3 bucket."),
  bucket: z.string().min(3).max(63).describe("Name of the bucket."),
  region: region.describe("Region of the bucket."),
  keyPrefix: z
    .string()
    .optional()
    .describe("What a state's key begins with; the stack's name and .tfstate follow."),
  useLockfile: z.boolean().optional().describe("Lock with a file beside the state. Default true."),
  dynamodbTable: z
    .string()
    .min(1)
    .optional()
    .describe("Lock with this DynamoDB table, as older Terraform does."),
  encrypt: z.boolean().optional().describe("Server-side encryption. Default true."),
  kmsKeyId: kmsKeyArn.optional().describe("KMS key of the encryption."),
  assumeRole: assumeRoleSchema.optional().describe("Role to assume for the bucket."),
});

/** The fleet file as written. What defaults can give is optional here, and asked for after merging. */
export const fleetFileSchema = z
  .strictObject({
    apiVersion: z.literal("fleetwright.dev/v1").describe("Version of this format."),
    kind: z.literal("Fleet").describe("Kind of this document."),
    name: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
        error: "A fleet's name has lower-case letters, digits and dashes, at most 63, e.g. shop",
      })
      .optional()
      .describe("Name of the fleet. Of several files at least one says it, and all that do agree."),
    backend: z
      .discriminatedUnion("type", [localBackend, s3Backend], { error: "Write `type: local` or `type: s3`" })
      .optional()
      .describe("Where Terraform state is kept. Default: local."),
    policy: policySchema.optional(),
    defaults: z
      .strictObject({
        cluster: clusterSettingsSchema.optional().describe("Defaults of all clusters."),
        nodeGroup: nodeGroupSettingsSchema.optional().describe("Defaults of all node groups."),
      })
      .optional()
      .describe("Values for whatever does not say otherwise."),
    nodeGroupTemplates: z
      .record(z.string(), nodeGroupSettingsSchema)
      .optional()
      .describe("Named sets of values that node groups build on with `template`."),
    rollout: z
      .record(z.string(), z.json())
      .optional()
      .describe(
        "How the fleet is rolled: waves, windows, failure budgets, checks. docs/rollouts.md tells its keys.",
      ),
    clusters: z.array(clusterSchema).optional().describe("The clusters. Those of several files add up."),
  })
  .describe("A fleet of EKS clusters with their managed node groups.");

export type FleetFile = z.infer<typeof fleetFileSchema>;
