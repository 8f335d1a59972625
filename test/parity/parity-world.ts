import { type AwsSession, createAwsSession } from "../../modules/aws/index.js";
import { createLiveReader } from "../../modules/live/index.js";
import { providerConfigurationOf } from "../../modules/provider/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import type { JsonObject } from "../../modules/state/index.js";
import { parityRegistry } from "./terraform-data.js";

/** One AWS for both planners: Terraform's provider and our reader see the same sandbox. */
export interface ParityWorld {
  readonly sandbox: Sandbox;
  /** A new one after each reset: what a reader may keep of a launch template is not true of the next one. */
  session(): AwsSession;
  /** What a state would hold of a live object: null when there is none. */
  liveObject(type: string, id: string): Promise<JsonObject | null>;
  /** Puts everything back to the seed. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export const CLUSTER = "demo";
export const NODE_ROLE = "arn:aws:iam::123456789012:role/eks-node";

/** Templates `tpl-0` …; each has versions 1 to 3, of which the second is the default. */
export const TEMPLATE_COUNT = 6;
export const templateId = (index: number): string => `lt-${String(index).padStart(17, "0")}`;

const PLACE = { region: "us-east-1", account: "123456789012" };

export async function startParityWorld(moreGroups: readonly SeedGroup[] = []): Promise<ParityWorld> {
  const sandbox = await startSandbox({
    clock: "step",
    lax: true,
    seed: {
      defaults: { ...PLACE, nodeRole: "eks-node" },
      parameters: [{ name: "/fleet/ami", value: "ami-0123456789abcdef0" }],
      launchTemplates: Array.from({ length: TEMPLATE_COUNT }, (_, index) => ({
        name: `tpl-${index}`,
        id: templateId(index),
        tags: index % 2 === 0 ? { Name: `tpl-${index}` } : {},
        versions: [
          { imageId: "ami-00000000000000001" },
          { imageId: "ami-00000000000000002" },
          { imageId: "ami-00000000000000002", instanceType: "m5.large" },
        ],
        defaultVersion: 2,
      })),
      clusters: [
        {
          name: CLUSTER,
          version: "1.32",
          subnets: { a: "subnet-a", b: "subnet-b", c: "subnet-c" },
          nodegroups: [
            ...["alpha", "beta", "gamma", "delta"].map((name) => plainGroup(name)),
            { ...plainGroup("templated"), launchTemplate: { id: templateId(0), version: 3 } },
            ...moreGroups,
          ],
        },
      ],
    },
  });
  let session = createAwsSession({ maxAttempts: 4 });
  const endpointBefore = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = sandbox.url;
  return {
    sandbox,
    session: () => session,
    async liveObject(type, id) {
      const request = {
        kind: "find",
        key: "it",
        address: type,
        type,
        providerKey: "aws",
        naturalKey: id,
      } as const;
      const reader = createLiveReader({ registry: parityRegistry(), session });
      const found = await reader.read([request], () => ({
        target: { region: PLACE.region, accessKeyId: "test", secretAccessKey: "test" },
        configuration: providerConfigurationOf({ region: PLACE.region }),
      }));
      return (found.get("it") ?? null) as JsonObject | null;
    },
    async reset() {
      const reset = () => fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" });
      // A connection that was kept open for too long is closed by the server just when it is used again.
      await reset().catch(reset);
      session = createAwsSession({ maxAttempts: 4 });
    },
    async close() {
      if (endpointBefore === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = endpointBefore;
      await sandbox.close();
    },
  };
}

export type SeedGroup = ReturnType<typeof plainGroup> & { readonly [name: string]: unknown };

/** A node group of which the configuration below says everything that a group must say. */
export function plainGroup(name: string) {
  return {
    name,
    subnets: ["subnet-a", "subnet-b"],
    version: "1.32",
    scaling: { min: 1, max: 3, desired: 2 },
  };
}

/** The configuration of a group of the world. */
export function groupOf(name: string, more: JsonObject = {}): JsonObject {
  return {
    cluster_name: CLUSTER,
    node_group_name: name,
    node_role_arn: NODE_ROLE,
    subnet_ids: ["subnet-a", "subnet-b"],
    scaling_config: [{ desired_size: 2, max_size: 3, min_size: 1 }],
    ...more,
  };
}

/** The provider block of every case; the endpoint comes from the environment, so that no plan shows it. */
export const PROVIDER: JsonObject = {
  region: PLACE.region,
  access_key: "test",
  secret_key: "test",
  skip_metadata_api_check: true,
};
