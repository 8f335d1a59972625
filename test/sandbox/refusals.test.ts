import { CreateLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import {
  CreateAddonCommand,
  CreateClusterCommand,
  CreateNodegroupCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  ListInsightsCommand,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
} from "@aws-sdk/client-eks";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type SandboxClients, sandboxClients } from "./sandbox-clients.js";

const nodeRole = "arn:aws:iam::123456789012:role/eks-node";
const clusterRole = "arn:aws:iam::123456789012:role/eks-cluster";

describe("EKS refuses", () => {
  let sandbox: Sandbox;
  let clients: SandboxClients;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: "step",
      limits: { nodegroupsPerCluster: 4, nodesPerNodegroup: 100, clustersPerRegion: 3 },
      seed: {
        accounts: [{ id: "123456789012", roles: ["eks-node", "eks-cluster"] }],
        releases: { "1.32": ["1.32.0-20250203", "1.32.1-20250301"], "1.31": ["1.31.2-20241115"] },
        clusters: [
          {
            name: "demo",
            version: "1.32",
            subnets: { a: "subnet-a", b: "subnet-b" },
            nodegroups: [
              { name: "present", scaling: { min: 1, max: 3, desired: 2 }, releaseVersion: "1.32.1-20250301" },
              { name: "behind", version: "1.29", zones: ["a"] },
            ],
          },
          { name: "other", version: "1.34", zones: ["a"] },
        ],
      },
    });
    clients = sandboxClients(sandbox);
  });
  afterAll(async () => {
    clients.destroy();
    await sandbox.close();
  });

  const templateWith = async (LaunchTemplateName: string, LaunchTemplateData: object) => {
    const made = await clients.ec2.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }),
    );
    return { id: made.LaunchTemplate?.LaunchTemplateId ?? "" };
  };
  type Input = Partial<ConstructorParameters<typeof CreateNodegroupCommand>[0]>;
  const create = (input: Input) =>
    clients.eks.send(
      new CreateNodegroupCommand({
        clusterName: "demo",
        nodegroupName: "new",
        nodeRole,
        subnets: ["subnet-a"],
        ...input,
      }),
    );

  it.each<[string, Input]>([
    ["another version than the cluster's", { version: "1.31" }],
    ["a release that was never published", { releaseVersion: "1.32.9-20990101" }],
    ["min above desired", { scalingConfig: { minSize: 3, maxSize: 5, desiredSize: 2 } }],
    ["desired above max", { scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 3 } }],
    ["a subnet that does not exist", { subnets: ["subnet-z"] }],
    ["a role that does not exist", { nodeRole: "arn:aws:iam::123456789012:role/nobody" }],
    ["a role that is none", { nodeRole: "eks-node" }],
    ["a template that does not exist", { launchTemplate: { id: "lt-0" } }],
    ["a template by id and name", { launchTemplate: { id: "lt-0", name: "x" } }],
    ["an instance type that does not exist", { instanceTypes: ["m99.large"] }],
    ["instance types of two architectures", { instanceTypes: ["m5.large", "m6g.large"] }],
    ["an AMI type of the other architecture", { instanceTypes: ["m6g.large"], amiType: "AL2_x86_64" }],
    [
      "both ways to say how many may be missing",
      { updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 5 } },
    ],
    ["labels of Kubernetes' own", { labels: { "kubernetes.io/x": "y" } }],
    ["tags of AWS's own", { tags: { "aws:x": "y" } }],
    ["a name with other characters", { nodegroupName: "a.b" }],
    ["AMI types that have no image for the version", { amiType: "CUSTOM" }],
  ])("a node group with %s", async (_what, input) => {
    await expect(create(input)).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("more nodes than the limit", async () => {
    await expect(
      create({ scalingConfig: { minSize: 1, maxSize: 101, desiredSize: 1 } }),
    ).rejects.toMatchObject({ name: "ResourceLimitExceededException" });
  });

  it("what must not be in a launch template, or beside one", async () => {
    const profile = await templateWith("profile", { IamInstanceProfile: { Name: "x" } });
    const spot = await templateWith("spot", { InstanceMarketOptions: { MarketType: "spot" } });
    const subnet = await templateWith("subnet", {
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-a" }],
    });
    for (const launchTemplate of [profile, spot, subnet]) {
      await expect(create({ launchTemplate })).rejects.toMatchObject({ name: "InvalidRequestException" });
    }
    const typed = await templateWith("typed", { InstanceType: "m5.large" });
    const image = await templateWith("image", { ImageId: "ami-1" });
    for (const input of [
      { launchTemplate: typed, diskSize: 20 },
      { launchTemplate: typed, remoteAccess: { ec2SshKey: "key" } },
      { launchTemplate: image, version: "1.32" },
      { launchTemplate: image, releaseVersion: "1.32.1-20250301" },
      { launchTemplate: image, amiType: "AL2_x86_64" as const },
    ]) {
      await expect(create(input)).rejects.toMatchObject({ name: "InvalidParameterException" });
    }
    await expect(create({ launchTemplate: typed, instanceTypes: ["m5.large"] })).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: "Cannot specify instance types in launch template and API request",
    });
  });

  it.each([
    [{ minSize: 3, maxSize: 4, desiredSize: 2 }, "minSize can't be greater than desiredSize"],
    [{ minSize: 1, maxSize: 2, desiredSize: 3 }, "desiredSize can't be greater than maxSize"],
    [{ minSize: 3, maxSize: 2, desiredSize: 3 }, "minSize can't be greater than maxSize"],
  ])("a new group with the sizes %j", async (scalingConfig, message) => {
    await expect(create({ scalingConfig })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message,
    });
  });

  it.each([
    [{ version: "1.33" }, "present", "InvalidParameterException"],
    [{ version: "1.31" }, "present", "InvalidParameterException"],
    [{ releaseVersion: "1.32.0-20250203" }, "present", "InvalidParameterException"],
    [{ releaseVersion: "1.31.2-20241115" }, "present", "InvalidParameterException"],
    [{ launchTemplate: { id: "lt-0" } }, "present", "InvalidRequestException"],
    [{ version: "1.32" }, "nobody", "ResourceNotFoundException"],
  ])("the update %j of the node group %s", async (input, nodegroupName, name) => {
    await expect(
      clients.eks.send(new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName, ...input })),
    ).rejects.toMatchObject({ name });
  });

  it("a configuration whose merged sizes do not fit", async () => {
    await expect(
      clients.eks.send(
        new UpdateNodegroupConfigCommand({
          clusterName: "demo",
          nodegroupName: "present",
          scalingConfig: { minSize: 3 },
        }),
      ),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Minimum capacity 3 can't be greater than desired size 2",
    });
  });

  it("cluster versions that skip, go back, do not exist, or leave nodes too far behind", async () => {
    const update = (name: string, version: string) =>
      clients.eks.send(new UpdateClusterVersionCommand({ name, version }));
    for (const version of ["1.34", "1.31", "1.32", "1.99", "nonsense"]) {
      await expect(update("demo", version)).rejects.toMatchObject({ name: "InvalidParameterException" });
    }
    await expect(update("demo", "1.33")).rejects.toMatchObject({
      name: "InvalidRequestException",
      message:
        "Nodegroups behind must be updated to match cluster version 1.32 before updating cluster version",
    });
    const { insights } = await clients.eks.send(new ListInsightsCommand({ clusterName: "demo" }));
    expect(insights?.map(({ insightStatus }) => insightStatus?.status)).toContain("ERROR");
  });

  it("a second update of a cluster while one runs, and shows the first one's end", async () => {
    const { update } = await clients.eks.send(
      new UpdateClusterVersionCommand({ name: "other", version: "1.35" }),
    );
    await expect(
      clients.eks.send(new UpdateClusterConfigCommand({ name: "other", deletionProtection: true })),
    ).rejects.toMatchObject({ name: "ResourceInUseException" });
    sandbox.clock.advance(3600);
    const done = await clients.eks.send(new DescribeUpdateCommand({ name: "other", updateId: update?.id }));
    expect(done.update?.status).toBe("Successful");
    const { cluster } = await clients.eks.send(new DescribeClusterCommand({ name: "other" }));
    expect(cluster).toMatchObject({ status: "ACTIVE", version: "1.35" });
  });

  it("to delete a cluster that has node groups, or is protected", async () => {
    await expect(clients.eks.send(new DeleteClusterCommand({ name: "demo" }))).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: "Cluster has nodegroups attached",
    });
    await clients.eks.send(new UpdateClusterConfigCommand({ name: "other", deletionProtection: true }));
    sandbox.clock.advance(600);
    await expect(clients.eks.send(new DeleteClusterCommand({ name: "other" }))).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  });

  it("clusters beyond the limit, in one zone, or on versions that are no longer there", async () => {
    const cluster = (input: { name: string; version?: string; subnetIds?: string[] }) =>
      clients.eks.send(
        new CreateClusterCommand({
          name: input.name,
          version: input.version,
          roleArn: clusterRole,
          resourcesVpcConfig: { subnetIds: input.subnetIds ?? ["subnet-a", "subnet-b"] },
        }),
      );
    await expect(cluster({ name: "c", version: "1.27" })).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
    await expect(cluster({ name: "c", subnetIds: ["subnet-a"] })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Subnets specified must be in at least two different AZs",
    });
    await cluster({ name: "c" });
    await expect(create({ clusterName: "c" })).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: "Cluster 'c' is not in ACTIVE status",
    });
    await expect(cluster({ name: "d" })).rejects.toMatchObject({ name: "ResourceLimitExceededException" });
  });

  it("more node groups than the limit, and add-on versions for another Kubernetes", async () => {
    for (const nodegroupName of ["n1", "n2"]) await create({ nodegroupName });
    await expect(create({ nodegroupName: "n3" })).rejects.toMatchObject({
      name: "ResourceLimitExceededException",
    });
    await expect(
      clients.eks.send(
        new CreateAddonCommand({
          clusterName: "demo",
          addonName: "kube-proxy",
          addonVersion: "v1.31.0-eksbuild.1",
        }),
      ),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});
