/** A sandbox for `with-world.ts`, in a process of its own: its work must not be measured. */
import { type SandboxSeed, startSandbox } from "../modules/sandbox/index.js";
import { clusterName, type FleetShape } from "./make-fleet.js";

const [clusters = "1", nodeGroups = "false", shape = ""] = process.argv.slice(2);

async function main(): Promise<void> {
  const sandbox = await startSandbox({
    seed: seed(Number(clusters), nodeGroups === "true", JSON.parse(shape)),
  });
  process.send?.(sandbox.url);
}

function seed(count: number, withNodeGroups: boolean, { zones, groups }: FleetShape): SandboxSeed {
  const account = "111122223333";
  return {
    accounts: [{ id: account, roles: ["eks-node", "eks-cluster"] }],
    clusters: Array.from({ length: count }, (_, index) => {
      const hex = index.toString(16).padStart(16, "0");
      return {
        name: clusterName(index),
        account,
        region: index % 2 === 0 ? "eu-west-1" : "us-east-1",
        version: "1.33",
        zones: ["a", "b", "c"].slice(0, zones),
        subnets: { a: `subnet-${hex}0`, b: `subnet-${hex}1`, c: `subnet-${hex}2` },
        ...(withNodeGroups ? { nodegroups: NODE_GROUPS.slice(0, groups) } : {}),
      };
    }),
  };
}

const TAGS = { fleet: "load" };

const NODE_GROUPS = [
  group("general", {
    amiType: "AL2023_x86_64_STANDARD",
    instanceTypes: ["m6i.large", "m6a.large"],
    scaling: { min: 2, max: 6, desired: 3 },
  }),
  group("spot", {
    amiType: "AL2023_ARM_64_STANDARD",
    capacityType: "SPOT",
    instanceTypes: ["m7g.large", "m6g.large"],
    scaling: { min: 1, max: 10, desired: 4 },
  }),
  group("bottlerocket", {
    amiType: "BOTTLEROCKET_x86_64",
    instanceTypes: ["m6i.large"],
    scaling: { min: 1, max: 3, desired: 1 },
    device: "/dev/xvdb",
  }),
  group("batch", {
    amiType: "AL2023_x86_64_STANDARD",
    instanceTypes: ["c6i.xlarge"],
    scaling: { min: 0, max: 8, desired: 1 },
    labels: { role: "batch" },
  }),
  group("system", {
    amiType: "AL2023_x86_64_STANDARD",
    instanceTypes: ["m6i.large"],
    scaling: { min: 2, max: 4, desired: 2 },
    labels: { role: "system" },
  }),
];

type SeedNodeGroup = NonNullable<NonNullable<SandboxSeed["clusters"]>[number]["nodegroups"]>[number];

function group(
  name: string,
  { device = "/dev/xvda", ...settings }: SeedNodeGroup & { readonly device?: string },
): SeedNodeGroup {
  const full = `{cluster}-{zoneIndex}-${name}`;
  const tagSet = [
    { key: "Name", value: full },
    { key: "fleet", value: "load" },
  ];
  return {
    ...settings,
    name: full,
    perZone: true,
    updateConfig: { maxUnavailable: 1 },
    tags: TAGS,
    ownTemplate: {
      name: full,
      tags: TAGS,
      data: {
        blockDeviceMappingSet: [
          {
            deviceName: device,
            ebs: { deleteOnTermination: true, encrypted: true, volumeSize: 50, volumeType: "gp3" },
          },
        ],
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
        tagSpecificationSet: [
          { resourceType: "instance", tagSet },
          { resourceType: "volume", tagSet },
        ],
      },
    },
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
