import { DescribeAutoScalingGroupsCommand, SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateNodegroupCommand,
  DeleteNodegroupCommand,
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  ListNodegroupsCommand,
  ListUpdatesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
} from "@aws-sdk/client-eks";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type SandboxClients, sandboxClients } from "./sandbox-clients.js";

const role = "arn:aws:iam::123456789012:role/eks-node";
const subnets = ["subnet-a", "subnet-b"];

describe("node groups", () => {
  let sandbox: Sandbox;
  let clients: SandboxClients;

  beforeEach(async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed: {
        releases: {
          "1.31": ["1.31.1-20241001", "1.31.2-20241115", "1.31.3-20241201"],
          "1.32": ["1.32.0-20250203"],
          "1.33": ["1.33.0-20250701"],
        },
        clusters: [
          {
            name: "demo",
            version: "1.32",
            subnets: { a: "subnet-a", b: "subnet-b" },
            nodegroups: [
              {
                name: "old",
                version: "1.31",
                releaseVersion: "1.31.1-20241001",
                scaling: { min: 1, max: 5, desired: 3 },
                updateConfig: { maxUnavailable: 2 },
                tags: { env: "dev" },
              },
            ],
          },
        ],
      },
    });
    clients = sandboxClients(sandbox);
  });

  afterEach(async () => {
    clients.destroy();
    await sandbox.close();
  });

  const describeGroup = async (nodegroupName: string) => {
    const answer = await clients.eks.send(
      new DescribeNodegroupCommand({ clusterName: "demo", nodegroupName }),
    );
    if (answer.nodegroup === undefined) throw new Error("no node group in the answer");
    return answer.nodegroup;
  };
  const create = (input: Partial<ConstructorParameters<typeof CreateNodegroupCommand>[0]> = {}) =>
    clients.eks.send(
      new CreateNodegroupCommand({
        clusterName: "demo",
        nodegroupName: "ng",
        nodeRole: role,
        subnets,
        ...input,
      }),
    );

  it("come up asynchronously, with the defaults that EKS gives", async () => {
    const { nodegroup } = await create({ scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 } });
    expect(nodegroup).toMatchObject({
      status: "CREATING",
      version: "1.32",
      releaseVersion: "1.32.0-20250203",
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      instanceTypes: ["t3.medium"],
      diskSize: 20,
      updateConfig: { maxUnavailable: 1 },
      labels: {},
      taints: [],
      health: { issues: [] },
    });
    sandbox.clock.advance(300);
    const active = await describeGroup("ng");
    expect(active.status).toBe("ACTIVE");
    expect(active.remoteAccess).toBeUndefined();
    const name = active.resources?.autoScalingGroups?.[0]?.name ?? "";
    expect(name).toMatch(/^eks-ng-[0-9a-f-]{36}$/);
    const { AutoScalingGroups = [] } = await clients.autoscaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
    );
    expect(AutoScalingGroups[0]).toMatchObject({ MinSize: 1, MaxSize: 3, DesiredCapacity: 2 });
    expect(AutoScalingGroups[0]?.Instances?.map(({ LifecycleState }) => LifecycleState)).toEqual([
      "InService",
      "InService",
    ]);
  });

  it("show no disk size and no remote access when made from a launch template", async () => {
    const made = await clients.ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "lt-ng",
        LaunchTemplateData: { InstanceType: "m5.large", UserData: "" },
      }),
    );
    const id = made.LaunchTemplate?.LaunchTemplateId ?? "";
    await create({ launchTemplate: { id, version: "$Latest" } });
    const nodegroup = await describeGroup("ng");
    expect(nodegroup.launchTemplate).toEqual({ id, name: "lt-ng", version: "1" });
    expect(nodegroup.diskSize).toBeUndefined();
    expect(nodegroup.instanceTypes).toBeUndefined();
  });

  it("take a configuration update and show it as an update", async () => {
    const { update } = await clients.eks.send(
      new UpdateNodegroupConfigCommand({
        clusterName: "demo",
        nodegroupName: "old",
        scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 4 },
        labels: { addOrUpdateLabels: { tier: "y" } },
        taints: { addOrUpdateTaints: [{ key: "k", value: "v", effect: "NO_EXECUTE" }] },
        updateConfig: { maxUnavailablePercentage: 50 },
      }),
    );
    expect(update).toMatchObject({ status: "InProgress", type: "ConfigUpdate" });
    sandbox.clock.advance(60);
    const done = await clients.eks.send(
      new DescribeUpdateCommand({ name: "demo", nodegroupName: "old", updateId: update?.id }),
    );
    expect(done.update?.status).toBe("Successful");
    expect(await describeGroup("old")).toMatchObject({
      status: "ACTIVE",
      scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 4 },
      labels: { tier: "y" },
      taints: [{ key: "k", value: "v", effect: "NO_EXECUTE" }],
      updateConfig: { maxUnavailablePercentage: 50 },
    });
    const listed = await clients.eks.send(new ListUpdatesCommand({ name: "demo", nodegroupName: "old" }));
    expect(listed.updateIds).toEqual([update?.id]);
  });

  it("take one update at a time", async () => {
    const update = () =>
      clients.eks.send(
        new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName: "old", version: "1.32" }),
      );
    await update();
    await expect(update()).rejects.toMatchObject({ name: "ResourceInUseException" });
    await expect(
      clients.eks.send(new DeleteNodegroupCommand({ clusterName: "demo", nodegroupName: "old" })),
    ).rejects.toMatchObject({ name: "ResourceInUseException" });
  });

  it("go through the phases of a rolling version update", async () => {
    const { update } = await clients.eks.send(
      new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName: "old", version: "1.32" }),
    );
    const name = (await describeGroup("old")).resources?.autoScalingGroups?.[0]?.name ?? "";
    const sizes = new Set<string>();
    let most = 0;
    for (let i = 0; i < 400; i += 1) {
      sandbox.clock.advance(10);
      const group = [...sandbox.world.tables.autoScalingGroups.values()].find((row) => row.name === name);
      if (group === undefined) throw new Error("the group is gone");
      sizes.add(`${group.desired}/${group.maxSize}`);
      const running = sandbox.world.tables.instances
        .by("asg", `123456789012/us-east-1/${name}`)
        .filter(({ state }) => state === "running").length;
      most = Math.max(most, running);
    }
    // max(2 × 2 zones, 2 unavailable) = 4 more than before, then down again one by one.
    expect([...sizes]).toEqual(["3/5", "7/9", "6/8", "5/7", "4/6"]);
    expect(most).toBe(7);
    const done = await clients.eks.send(
      new DescribeUpdateCommand({ name: "demo", nodegroupName: "old", updateId: update?.id }),
    );
    expect(done.update?.status).toBe("Successful");
    expect(await describeGroup("old")).toMatchObject({
      status: "ACTIVE",
      version: "1.32",
      releaseVersion: "1.32.0-20250203",
      scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 3 },
    });
    const { Reservations = [] } = await clients.ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: "tag:eks:nodegroup-name", Values: ["old"] },
          { Name: "instance-state-name", Values: ["running"] },
        ],
      }),
    );
    expect(Reservations).toHaveLength(3);
  });

  it("never surge with the minimal strategy", async () => {
    await clients.eks.send(
      new UpdateNodegroupConfigCommand({
        clusterName: "demo",
        nodegroupName: "old",
        updateConfig: { maxUnavailable: 1, updateStrategy: "MINIMAL" },
      }),
    );
    sandbox.clock.advance(60);
    await clients.eks.send(
      new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName: "old", version: "1.32" }),
    );
    let most = 0;
    for (let i = 0; i < 400; i += 1) {
      sandbox.clock.advance(10);
      const group = [...sandbox.world.tables.autoScalingGroups.values()][0];
      most = Math.max(most, group?.desired ?? 0);
    }
    expect(most).toBe(3);
    expect(await describeGroup("old")).toMatchObject({ status: "ACTIVE", version: "1.32" });
  });

  it("fail an update when pods cannot be evicted within EKS's fifteen minutes", async () => {
    await fetch(`${sandbox.url}/_sandbox/trouble`, {
      method: "POST",
      body: JSON.stringify({
        cluster: "demo",
        nodegroup: "old",
        during: "version-update",
        code: "PodEvictionFailure",
        resourceIds: ["ip-10-0-1-23.ec2.internal"],
      }),
    });
    const { update } = await clients.eks.send(
      new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName: "old", version: "1.32" }),
    );
    sandbox.clock.advance(600);
    const status = async () =>
      (
        await clients.eks.send(
          new DescribeUpdateCommand({ name: "demo", nodegroupName: "old", updateId: update?.id }),
        )
      ).update;
    expect((await status())?.status).toBe("InProgress");
    sandbox.clock.advance(1200);
    expect(await status()).toMatchObject({
      status: "Failed",
      errors: [{ errorCode: "PodEvictionFailure", resourceIds: ["ip-10-0-1-23.ec2.internal"] }],
    });
    expect(await describeGroup("old")).toMatchObject({
      version: "1.31",
      scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 3 },
    });
  });

  it("follow the autoscaler's desired size after a while", async () => {
    const name = (await describeGroup("old")).resources?.autoScalingGroups?.[0]?.name ?? "";
    await clients.autoscaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity: 5 }),
    );
    expect((await describeGroup("old")).scalingConfig?.desiredSize).toBe(3);
    sandbox.clock.advance(120);
    expect((await describeGroup("old")).scalingConfig?.desiredSize).toBe(5);
    await expect(
      clients.autoscaling.send(
        new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity: 9 }),
      ),
    ).rejects.toMatchObject({ name: "ValidationError" });
  });

  it("are gone some time after their deletion, with their launch template", async () => {
    await clients.eks.send(new DeleteNodegroupCommand({ clusterName: "demo", nodegroupName: "old" }));
    expect((await describeGroup("old")).status).toBe("DELETING");
    sandbox.clock.advance(300);
    await expect(describeGroup("old")).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "No node group found for name: old.",
      nodegroupName: "old",
    });
    const { LaunchTemplates = [] } = await clients.ec2.send(new DescribeLaunchTemplatesCommand({}));
    expect(LaunchTemplates).toEqual([]);
  });

  it("are tagged by their ARN", async () => {
    const { nodegroupArn } = await describeGroup("old");
    await clients.eks.send(
      new TagResourceCommand({ resourceArn: nodegroupArn, tags: { team: "a", env: "prod" } }),
    );
    await clients.eks.send(new UntagResourceCommand({ resourceArn: nodegroupArn, tagKeys: ["env"] }));
    expect((await describeGroup("old")).tags).toEqual({ team: "a" });
  });

  it("are listed in pages", async () => {
    for (const nodegroupName of ["b", "c", "d"]) await create({ nodegroupName });
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await clients.eks.send(
        new ListNodegroupsCommand({ clusterName: "demo", maxResults: 2, nextToken }),
      );
      names.push(...(page.nodegroups ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(names).toEqual(["b", "c", "d", "old"]);
  });

  it("are made once by the same token, and refused by the same token with other parameters", async () => {
    const scalingConfig = { minSize: 1, maxSize: 3, desiredSize: 1 };
    const first = await create({ clientRequestToken: "t", scalingConfig });
    const again = await create({ clientRequestToken: "t", scalingConfig });
    expect(again.nodegroup?.nodegroupArn).toBe(first.nodegroup?.nodegroupArn);
    await expect(
      create({ clientRequestToken: "t", scalingConfig, labels: { a: "b" } }),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(create({ clientRequestToken: "u", scalingConfig })).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "NodeGroup already exists with name ng and cluster name demo",
    });
  });

  it("move to another version of their launch template only", async () => {
    const template = async (name: string) => {
      const made = await clients.ec2.send(
        new CreateLaunchTemplateCommand({
          LaunchTemplateName: name,
          LaunchTemplateData: { InstanceType: "m5.large" },
        }),
      );
      return made.LaunchTemplate?.LaunchTemplateId ?? "";
    };
    const id = await template("lt-1");
    const other = await template("lt-2");
    await create({ launchTemplate: { id } });
    sandbox.clock.advance(300);
    await clients.ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: id,
        SourceVersion: "1",
        LaunchTemplateData: { InstanceType: "m5.xlarge" },
      }),
    );
    const update = (launchTemplate: { id: string; version?: string }, nodegroupName = "ng") =>
      clients.eks.send(
        new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName, launchTemplate }),
      );
    await expect(update({ id: other })).rejects.toMatchObject({ name: "InvalidRequestException" });
    await expect(update({ id }, "old")).rejects.toMatchObject({ name: "InvalidRequestException" });
    await expect(update({ id, version: "9" })).rejects.toMatchObject({ name: "InvalidParameterException" });
    await update({ id, version: "2" });
    sandbox.clock.finish(3600);
    expect(await describeGroup("ng")).toMatchObject({
      status: "ACTIVE",
      launchTemplate: { id, version: "2" },
    });
  });
});
