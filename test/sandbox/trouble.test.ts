import {
  CreateNodegroupCommand,
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  UpdateNodegroupVersionCommand,
} from "@aws-sdk/client-eks";
import { type Sandbox, type SandboxSeed, startSandbox } from "../../modules/sandbox/index.js";
import { kubernetesClient } from "./kubernetes-client.js";
import { type SandboxClients, sandboxClients } from "./sandbox-clients.js";

const HEALTH_CODES = [
  ...["AutoScalingGroupNotFound", "AutoScalingGroupInvalidConfiguration", "Ec2SecurityGroupNotFound"],
  ...["Ec2SecurityGroupDeletionFailure", "Ec2LaunchTemplateNotFound", "Ec2LaunchTemplateVersionMismatch"],
  ...["Ec2SubnetNotFound", "Ec2SubnetInvalidConfiguration", "IamInstanceProfileNotFound"],
  ...["Ec2SubnetMissingIpv6Assignment", "IamLimitExceeded", "IamNodeRoleNotFound", "NodeCreationFailure"],
  ...["AsgInstanceLaunchFailures", "InstanceLimitExceeded", "InsufficientFreeAddresses", "AccessDenied"],
  ...["InternalFailure", "ClusterUnreachable", "AmiIdNotFound", "AutoScalingGroupOptInRequired"],
  ...["AutoScalingGroupRateLimitExceeded", "Ec2LaunchTemplateDeletionFailure"],
  ...["Ec2LaunchTemplateInvalidConfiguration", "Ec2LaunchTemplateMaxLimitExceeded", "Ec2SubnetListTooLong"],
  ...["IamThrottling", "NodeTerminationFailure", "PodEvictionFailure", "SourceEc2LaunchTemplateNotFound"],
  ...["LimitExceeded", "Unknown", "AutoScalingGroupInstanceRefreshActive", "KubernetesLabelInvalid"],
  ...["Ec2LaunchTemplateVersionMaxLimitExceeded", "Ec2InstanceTypeDoesNotExist"],
];

describe("what can go wrong with a node group", () => {
  let sandbox: Sandbox;
  let clients: SandboxClients;

  const start = async (seed: Partial<SandboxSeed> = {}, group: object = {}) => {
    sandbox = await startSandbox({
      clock: "step",
      seed: {
        clusters: [
          {
            name: "demo",
            version: "1.33",
            subnets: { a: "subnet-a", b: "subnet-b" },
            nodegroups: [
              {
                name: "ng",
                version: "1.32",
                capacityType: "SPOT",
                instanceTypes: ["m5.large"],
                scaling: { min: 1, max: 10, desired: 2 },
                ...group,
              },
            ],
          },
        ],
        ...seed,
      },
    });
    clients = sandboxClients(sandbox);
  };
  afterEach(async () => {
    clients.destroy();
    await sandbox.close();
  });

  const control = async (call: string, body?: object) => {
    const [method = "POST", path = ""] = call.split(" ");
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const group = async (nodegroupName = "ng") =>
    (await clients.eks.send(new DescribeNodegroupCommand({ clusterName: "demo", nodegroupName }))).nodegroup;
  const update = async () => {
    const started = await clients.eks.send(
      new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName: "ng", version: "1.33" }),
    );
    return async () =>
      (
        await clients.eks.send(
          new DescribeUpdateCommand({ name: "demo", nodegroupName: "ng", updateId: started.update?.id }),
        )
      ).update;
  };
  const running = () =>
    [...sandbox.world.tables.instances.values()].filter(({ state }) => state === "running");

  it("can be a health issue of every kind that EKS knows, and of no other", async () => {
    await start();
    for (const code of HEALTH_CODES) {
      await control("POST health", {
        cluster: "demo",
        nodegroup: "ng",
        issues: [{ code, message: `${code} it is`, resourceIds: ["x"] }],
      });
      expect(await group()).toMatchObject({
        status: "DEGRADED",
        health: { issues: [{ code, message: `${code} it is`, resourceIds: ["x"] }] },
      });
    }
    await expect(
      control("POST health", { cluster: "demo", nodegroup: "ng", issues: [{ code: "Invented" }] }),
    ).rejects.toThrow(/Invalid option/);
  });

  it("has no spot capacity: the scale-up leaves it degraded until there is some again", async () => {
    await start();
    await control("POST shortage", { cluster: "demo", capacityType: "SPOT" });
    await control("POST autoscale", { cluster: "demo", nodegroup: "ng", desired: 4 });
    sandbox.clock.advance(300);
    expect(running()).toHaveLength(2);
    expect(await group()).toMatchObject({
      status: "DEGRADED",
      health: {
        issues: [
          {
            code: "AsgInstanceLaunchFailures",
            message: expect.stringContaining("Could not launch Spot Instances. UnfulfillableCapacity"),
          },
        ],
      },
    });
    await control("DELETE shortage");
    sandbox.clock.advance(300);
    expect(running()).toHaveLength(4);
    expect(await group()).toMatchObject({ status: "ACTIVE", health: { issues: [] } });
  });

  it("takes another instance type or zone where one of them is short", async () => {
    await start(
      { shortages: [{ instanceTypes: ["m5.large"] }, { zones: ["b"] }] },
      { instanceTypes: ["m5.large", "m5a.large"] },
    );
    await control("POST autoscale", { cluster: "demo", nodegroup: "ng", desired: 4 });
    sandbox.clock.advance(300);
    const [, , ...added] = running();
    expect(added.map(({ type, zone }) => ({ type, zone }))).toEqual([
      { type: "m5a.large", zone: "us-east-1a" },
      { type: "m5a.large", zone: "us-east-1a" },
    ]);
  });

  it("cannot be created without any capacity", async () => {
    await start({ shortages: [{}] });
    await clients.eks.send(
      new CreateNodegroupCommand({
        clusterName: "demo",
        nodegroupName: "new",
        subnets: ["subnet-a"],
        nodeRole: "arn:aws:iam::123456789012:role/eks-node",
        instanceTypes: ["m5.large"],
      }),
    );
    sandbox.clock.advance(600);
    expect(await group("new")).toMatchObject({
      status: "CREATE_FAILED",
      health: {
        issues: [
          {
            code: "AsgInstanceLaunchFailures",
            message: expect.stringContaining("InsufficientInstanceCapacity - We currently do not have"),
          },
        ],
      },
    });
  });

  it("does not get its new nodes in a version update, which fails and is rolled back", async () => {
    await start({ shortages: [{ nodegroup: "ng" }] });
    const read = await update();
    sandbox.clock.finish();
    expect(await read()).toMatchObject({ status: "Failed", errors: [{ errorCode: "NodeCreationFailure" }] });
    expect(await group()).toMatchObject({ version: "1.32", scalingConfig: { desiredSize: 2 } });
    expect(running()).toHaveLength(2);
  });

  it("becomes degraded in the middle of an update, from outside or by what the update meets", async () => {
    await start();
    const read = await update();
    sandbox.clock.advance(60);
    const issues = [{ code: "Ec2SubnetNotFound", message: "gone", resourceIds: ["subnet-a"] }];
    await control("POST health", { cluster: "demo", nodegroup: "ng", issues });
    expect(await group()).toMatchObject({ status: "UPDATING", health: { issues } });
    sandbox.clock.finish();
    expect(await read()).toMatchObject({ status: "Successful" });
    expect(await group()).toMatchObject({ status: "DEGRADED", health: { issues }, version: "1.33" });
  });

  it("meets a failure after so many nodes, with the pods named, and stays degraded", async () => {
    const resourceIds = ["shop/cart-0", "shop/cart-1"];
    await start({
      troubles: [
        {
          cluster: "demo",
          nodegroup: "ng",
          during: "version-update",
          code: "PodEvictionFailure",
          resourceIds,
          afterNodes: 1,
          degraded: true,
        },
      ],
    });
    const read = await update();
    sandbox.clock.finish();
    expect(await read()).toMatchObject({
      status: "Failed",
      errors: [{ errorCode: "PodEvictionFailure", resourceIds }],
    });
    expect(await group()).toMatchObject({
      status: "DEGRADED",
      health: { issues: [{ code: "PodEvictionFailure", resourceIds }] },
    });
  });

  const nodes = async () => {
    const { items } = await kubernetesClient(sandbox, "demo")("GET", "/api/v1/nodes");
    return items;
  };
  const breakNode = (node: string, trouble: object = {}) =>
    control("POST node", { cluster: "demo", node, ready: false, ...trouble });

  it("has a node that is not ready, and makes it well only when it is told to", async () => {
    await start();
    const [id = ""] = running().map((instance) => instance.id);
    await breakNode(id);
    sandbox.clock.advance(7200);
    expect(await nodes()).toMatchObject([
      {
        spec: {
          taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }, { effect: "NoExecute" }],
        },
        status: { conditions: [{ type: "Ready", status: "False" }] },
      },
      { status: { conditions: [{ type: "Ready", status: "True" }] } },
    ]);
    await control("POST node", { cluster: "demo", nodegroup: "ng", ready: true });
    expect(await nodes()).toMatchObject([
      { status: { conditions: [{ status: "True" }] } },
      { status: { conditions: [{ status: "True" }] } },
    ]);
  });

  it("repairs a node after half an hour where node repair is on", async () => {
    await start({}, { nodeRepairConfig: { enabled: true } });
    const before = running().map(({ id }) => id);
    await breakNode(before[0] ?? "");
    sandbox.clock.advance(1700);
    expect(running().map(({ id }) => id)).toEqual(before);
    sandbox.clock.advance(400);
    const after = running().map(({ id }) => id);
    expect(after).toHaveLength(2);
    expect(after).not.toContain(before[0]);
  });

  it("repairs as an override says: sooner, by a reboot, or not at all", async () => {
    const override = (nodeUnhealthyReason: string, repairAction: string) => ({
      nodeMonitoringCondition: "AcceleratedHardwareReady",
      nodeUnhealthyReason,
      minRepairWaitTimeMins: 5,
      repairAction,
    });
    await start(
      {},
      {
        nodeRepairConfig: {
          enabled: true,
          nodeRepairConfigOverrides: [override("NvidiaXID64Error", "Reboot"), override("Flaky", "NoAction")],
        },
      },
    );
    const [one = "", two = ""] = running().map(({ id }) => id);
    const condition = "AcceleratedHardwareReady";
    await breakNode(one, { condition, reason: "NvidiaXID64Error" });
    await breakNode(two, { condition, reason: "Flaky" });
    sandbox.clock.advance(600);
    expect(running().map(({ id, ready }) => ({ id, ready }))).toEqual([
      { id: one, ready: true },
      { id: two, ready: false },
    ]);
  });

  it("repairs nothing while more nodes are unhealthy than its threshold allows", async () => {
    await start({}, { nodeRepairConfig: { enabled: true, maxUnhealthyNodeThresholdCount: 1 } });
    const before = running().map(({ id }) => id);
    for (const id of before) await breakNode(id);
    sandbox.clock.advance(7200);
    expect(running().map(({ id }) => id)).toEqual(before);
  });
});
