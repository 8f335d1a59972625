import { z } from "zod";
import { nodeRepairConfigInput, warmPoolConfigInput } from "../eks/nodegroup-input.js";
import { faultSchema } from "../server/faults.js";
import { shortageSchema } from "./shortage-schema.js";

/** The seed file: the world that a sandbox begins with. README.md tells it by example. */
const name = z.string().min(1);
const tags = z.record(z.string(), z.string());
const size = z.int().min(0);

const scaling = z.strictObject({
  min: size.optional(),
  max: z.int().min(1).optional(),
  desired: size.optional(),
});

const issue = z.strictObject({
  code: name,
  message: z.string().default(""),
  resourceIds: z.array(z.string()).default([]),
});

const taint = z.strictObject({
  key: name,
  value: z.string().optional(),
  effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]),
});

const nodegroup = z.strictObject({
  /** `{cluster}`, `{zone}` (its letter), `{zoneIndex}` and `{n}` are replaced. */
  name: name.default("{cluster}-{n}"),
  /** So many groups like this one; `{n}` counts from 1. */
  count: z.int().min(1).optional(),
  /** One group for each zone, in that zone's subnet. */
  perZone: z.boolean().optional(),
  zones: z.array(name).optional(),
  subnets: z.array(name).optional(),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  amiType: z.string().optional(),
  instanceTypes: z.array(name).optional(),
  capacityType: z.enum(["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]).optional(),
  scaling: scaling.optional(),
  /** Where the autoscaler has moved the group since EKS last looked. */
  liveDesired: size.optional(),
  diskSize: z.int().min(1).optional(),
  nodeRole: z.string().optional(),
  labels: tags.optional(),
  taints: z.array(taint).optional(),
  tags: tags.optional(),
  updateConfig: z
    .strictObject({
      maxUnavailable: z.int().min(1).max(100).optional(),
      maxUnavailablePercentage: z.int().min(1).max(100).optional(),
      updateStrategy: z.enum(["DEFAULT", "MINIMAL"]).optional(),
    })
    .optional(),
  /** As CreateNodegroup takes them. */
  nodeRepairConfig: nodeRepairConfigInput.optional(),
  warmPoolConfig: warmPoolConfigInput.optional(),
  launchTemplate: z
    .strictObject({ name: name.optional(), id: name.optional(), version: z.int().min(1).optional() })
    .optional(),
  /** Makes the group a template of its own, in the names of EC2's answers; placeholders as in `name`. */
  ownTemplate: z
    .strictObject({ name, data: z.looseObject({}).default({}), tags: tags.optional() })
    .optional(),
  status: z.enum(["ACTIVE", "DEGRADED", "CREATE_FAILED"]).optional(),
  issues: z.array(issue).optional(),
});

const cluster = z.strictObject({
  /** With `count`, `{n}` counts from 1; `{n:4}` pads it with zeros. */
  name,
  count: z.int().min(1).optional(),
  /** Regions that the clusters of a `count` take in turn. */
  regions: z.array(name).optional(),
  region: name.optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, "an account is 12 digits")
    .optional(),
  version: z.string().optional(),
  roleArn: z.string().optional(),
  zones: z.array(name).optional(),
  /** Zone letter or name → subnet id, or the whole subnet. Made up from the cluster's name where not given. */
  subnets: z
    .record(
      z.string(),
      z.union([
        name,
        z.strictObject({
          id: name.optional(),
          cidr: z.string().optional(),
          usedAddresses: size.optional(),
          tags: tags.optional(),
        }),
      ]),
    )
    .optional(),
  vpc: z.strictObject({ id: name.optional(), cidr: z.string().optional() }).optional(),
  securityGroups: z.array(name).optional(),
  tags: tags.optional(),
  endpointPrivateAccess: z.boolean().optional(),
  endpointPublicAccess: z.boolean().optional(),
  authenticationMode: z.enum(["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]).optional(),
  supportType: z.enum(["STANDARD", "EXTENDED"]).optional(),
  deletionProtection: z.boolean().optional(),
  logging: z.array(z.string()).optional(),
  nodegroups: z.array(nodegroup).default([]),
});

const launchTemplate = z.strictObject({
  name,
  id: name.optional(),
  region: name.optional(),
  account: z.string().optional(),
  tags: tags.optional(),
  /** Each version's data in the names of EC2's answers (`imageId`, `blockDeviceMappingSet`, …). */
  versions: z.array(z.looseObject({})).min(1).default([{}]),
  defaultVersion: z.int().min(1).optional(),
});

const trouble = z.strictObject({
  cluster: name,
  nodegroup: name,
  region: name.optional(),
  account: z.string().optional(),
  during: z.enum(["create", "version-update", "config-update", "delete"]),
  code: name,
  message: z.string().optional(),
  resourceIds: z.array(z.string()).optional(),
  afterNodes: size.optional(),
  degraded: z.boolean().optional(),
  lasting: z.boolean().optional(),
});

export const seedSchema = z.strictObject({
  /** The world's time at the beginning; a clock in real time ignores it. */
  startTime: z.iso.datetime().optional(),
  defaults: z
    .strictObject({
      region: name.optional(),
      account: z.string().optional(),
      version: z.string().optional(),
      zones: z.array(name).optional(),
      clusterRole: z.string().optional(),
      nodeRole: z.string().optional(),
      nodegroup: nodegroup.partial().optional(),
    })
    .default({}),
  accounts: z
    .array(
      z.strictObject({
        id: z.string().regex(/^\d{12}$/, "an account is 12 digits"),
        /** Access keys that belong to the account; all others belong to the first account. */
        accessKeys: z.array(name).default([]),
        /** Names of roles that exist; an account with roles has its role ARNs checked. */
        roles: z.array(name).default([]),
      }),
    )
    .default([]),
  limits: z.record(z.string(), z.number()).default({}),
  timings: z.record(z.string(), z.number()).default({}),
  /** Kubernetes minor → releases of the Linux AMI families, oldest first, instead of the built-in calendar. */
  releases: z.record(z.string(), z.array(name).min(1)).default({}),
  /** SSM parameters, in the default region or in each region named. */
  parameters: z
    .array(
      z.strictObject({
        name,
        value: z.string(),
        type: z.enum(["String", "StringList", "SecureString"]).default("String"),
        regions: z.array(name).optional(),
        account: z.string().optional(),
      }),
    )
    .default([]),
  launchTemplates: z.array(launchTemplate).default([]),
  clusters: z.array(cluster).default([]),
  troubles: z.array(trouble).default([]),
  /** What EC2 is out of from the beginning on; nodes that the seed has are there nevertheless. */
  shortages: z.array(shortageSchema).default([]),
  /** Faults of the endpoint itself, as the control endpoint takes them. */
  faults: z.array(faultSchema).default([]),
});

/** What may stand in a seed file. */
export type SandboxSeed = z.input<typeof seedSchema>;
export type Seed = z.output<typeof seedSchema>;
export type SeedCluster = z.output<typeof cluster>;
export type SeedNodegroup = z.output<typeof nodegroup>;
