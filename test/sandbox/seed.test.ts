import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeImagesCommand, DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import {
  DescribeClusterVersionsCommand,
  DescribeNodegroupCommand,
  ListNodegroupsCommand,
} from "@aws-sdk/client-eks";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { sandboxClients } from "./sandbox-clients.js";

describe("the seed", () => {
  let folder: string;
  let sandbox: Sandbox | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetwright-seed-"));
  });
  afterEach(async () => {
    await sandbox?.close();
    sandbox = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (text: string): string => {
    const path = join(folder, "world.yaml");
    writeFileSync(path, text);
    return path;
  };

  it("makes a fleet of a few lines of YAML", async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed: file(`
defaults: { region: eu-west-1, account: "111111111111", version: "1.33", zones: [a, b, c] }
parameters: [{ name: /fleet/ami, value: ami-1 }]
clusters:
  - name: prod-{n}
    count: 3
    nodegroups:
      - name: "{cluster}-{zoneIndex}-spot"
        perZone: true
        version: "1.32"
        capacityType: SPOT
        scaling: { min: 1, max: 6, desired: 2 }
        liveDesired: 4
        ownTemplate: { name: "{cluster}-{zone}", data: { metadataOptions: { httpTokens: required } } }
`),
    });
    const clients = sandboxClients(sandbox, "eu-west-1");
    expect(sandbox.world.tables.clusters.size).toBe(3);
    const { nodegroups } = await clients.eks.send(new ListNodegroupsCommand({ clusterName: "prod-2" }));
    expect(nodegroups).toEqual(["prod-2-0-spot", "prod-2-1-spot", "prod-2-2-spot"]);
    const describeGroup = async () =>
      (
        await clients.eks.send(
          new DescribeNodegroupCommand({ clusterName: "prod-2", nodegroupName: "prod-2-1-spot" }),
        )
      ).nodegroup;
    const nodegroup = await describeGroup();
    expect(nodegroup).toMatchObject({
      version: "1.32",
      capacityType: "SPOT",
      launchTemplate: { name: "prod-2-b", version: "1" },
      scalingConfig: { desiredSize: 2 },
    });
    const { Subnets } = await clients.ec2.send(
      new DescribeSubnetsCommand({ SubnetIds: nodegroup?.subnets ?? [] }),
    );
    expect(Subnets).toMatchObject([{ AvailabilityZone: "eu-west-1b" }]);
    sandbox.clock.advance(120);
    expect((await describeGroup())?.scalingConfig?.desiredSize).toBe(4);
    const parameter = await clients.ssm.send(new GetParameterCommand({ Name: "/fleet/ami" }));
    expect(parameter.Parameter?.Value).toBe("ami-1");
    clients.destroy();
  });

  it("tells every mistake in it, and where", async () => {
    const path = file("clusters: [{ nam: x }, { name: y, account: '1' }]\nnonsense: 1\n");
    await expect(startSandbox({ seed: path })).rejects.toMatchObject({
      name: "FleetwrightError",
      source: "user",
      diagnostics: [
        { code: "SANDBOX_SEED_INVALID", summary: expect.stringContaining("clusters.0.name") },
        { code: "SANDBOX_SEED_INVALID", summary: expect.stringContaining("clusters.0") },
        { code: "SANDBOX_SEED_INVALID", summary: expect.stringContaining("clusters.1.account") },
        { code: "SANDBOX_SEED_INVALID", summary: expect.stringContaining("nonsense") },
      ],
    });
    await expect(startSandbox({ seed: join(folder, "missing.yaml") })).rejects.toMatchObject({
      diagnostics: [{ code: "SANDBOX_SEED_UNREADABLE" }],
    });
    await expect(startSandbox({ seed: file("a: [") })).rejects.toMatchObject({
      diagnostics: [{ code: "SANDBOX_SEED_UNREADABLE" }],
    });
  });

  it("names launch templates that it does not have", async () => {
    const seed = { clusters: [{ name: "c", nodegroups: [{ name: "n", launchTemplate: { name: "nope" } }] }] };
    await expect(startSandbox({ seed })).rejects.toMatchObject({
      name: "FleetwrightError",
      diagnostics: [{ code: "SANDBOX_SEED_INVALID", summary: expect.stringContaining("nope") }],
    });
  });

  it("leaves the catalogues to the date: releases come out as time passes", async () => {
    sandbox = await startSandbox({ clock: "step", seed: { startTime: "2026-02-02T00:00:00Z" } });
    const clients = sandboxClients(sandbox);
    const latest = async (member: string) => {
      const name = `/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended/${member}`;
      return (await clients.ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value ?? "";
    };
    const before = await latest("release_version");
    sandbox.clock.advance(30 * 24 * 3600);
    const after = await latest("release_version");
    expect(before).toMatch(/^1\.33\.\d+-\d{8}$/);
    expect(after > before).toBe(true);
    const { Images } = await clients.ec2.send(
      new DescribeImagesCommand({ ImageIds: [await latest("image_id")] }),
    );
    expect(Images).toMatchObject([{ Architecture: "arm64", ImageOwnerAlias: "amazon" }]);
    const { clusterVersions } = await clients.eks.send(new DescribeClusterVersionsCommand({}));
    expect(clusterVersions?.[0]?.clusterVersion).toBe("1.35");
    expect(clusterVersions?.at(-1)?.clusterVersion).toBe("1.29");
    clients.destroy();
  });
});
