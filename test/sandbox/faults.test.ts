import {
  CreateNodegroupCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListClustersCommand,
  ListNodegroupsCommand,
} from "@aws-sdk/client-eks";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";

describe("faults on demand", () => {
  let sandbox: Sandbox;
  let eks: EKSClient;

  beforeEach(async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed: { clusters: [{ name: "demo", subnets: { a: "subnet-a" }, nodegroups: [{ name: "ng" }] }] },
    });
    eks = client(1);
  });
  afterEach(async () => {
    eks.destroy();
    await sandbox.close();
  });

  const client = (maxAttempts: number) =>
    new EKSClient({
      endpoint: sandbox.url,
      region: "us-east-1",
      maxAttempts,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  const control = async (path: string, body: unknown) => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return { status: answer.status };
  };
  const list = () => eks.send(new ListClustersCommand({}));

  it("throttle every second call, and clients that retry get through", async () => {
    sandbox.faults.add({ match: { service: "eks" }, kind: "throttle", everyNth: 2 });
    await list();
    await expect(list()).rejects.toMatchObject({ name: "ThrottlingException" });
    const patient = client(3);
    for (let i = 0; i < 4; i += 1) await patient.send(new ListClustersCommand({}));
    patient.destroy();
    expect(sandbox.callLog.entries().filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(1);
  });

  it("strike a share of the calls, the same ones for the same seed", async () => {
    const struck = async (seed: number) => {
      sandbox.callLog.clear();
      const id = sandbox.faults.add({ id: "share", kind: "throttle", chance: 0.3, seed });
      for (let i = 0; i < 60; i += 1) await list().catch(() => undefined);
      sandbox.faults.remove(id);
      return sandbox.callLog.entries().map(({ fault }) => fault !== undefined);
    };
    const first = await struck(1);
    const count = first.filter(Boolean).length;
    expect([count > 8, count < 30]).toEqual([true, true]);
    expect(await struck(1)).toEqual(first);
    expect(await struck(2)).not.toEqual(first);
  });

  it("strike one operation of one node group so often and no more", async () => {
    await control("faults", {
      match: { operation: "DescribeNodegroup", nodegroup: "ng" },
      kind: "error",
      status: 503,
      times: 1,
    });
    const describeGroup = () =>
      eks.send(new DescribeNodegroupCommand({ clusterName: "demo", nodegroupName: "ng" }));
    await expect(describeGroup()).rejects.toMatchObject({ name: "ServiceUnavailableException" });
    await list();
    expect((await describeGroup()).nodegroup?.nodegroupName).toBe("ng");
  });

  it("break the connection before the call, or after it has taken effect", async () => {
    sandbox.faults.add({ match: { operation: "CreateNodegroup" }, kind: "reset", times: 1 });
    sandbox.faults.add({ match: { operation: "CreateNodegroup" }, kind: "drop-after", times: 1 });
    const create = (name: string) =>
      eks.send(
        new CreateNodegroupCommand({
          clusterName: "demo",
          nodegroupName: name,
          nodeRole: "arn:aws:iam::123456789012:role/eks-node",
          subnets: ["subnet-a"],
        }),
      );
    await expect(create("reset")).rejects.toThrow();
    await expect(create("dropped")).rejects.toThrow();
    const { nodegroups } = await eks.send(new ListNodegroupsCommand({ clusterName: "demo" }));
    expect(nodegroups).toEqual(["dropped", "ng"]);
  });

  it("leave a node group degraded, and well again", async () => {
    const issues = [{ code: "AsgInstanceLaunchFailures", message: "no capacity", resourceIds: ["asg"] }];
    expect((await control("health", { cluster: "demo", nodegroup: "ng", issues })).status).toBe(200);
    const describeGroup = async () =>
      (await eks.send(new DescribeNodegroupCommand({ clusterName: "demo", nodegroupName: "ng" }))).nodegroup;
    expect(await describeGroup()).toMatchObject({ status: "DEGRADED", health: { issues } });
    await control("health", { cluster: "demo", nodegroup: "ng", issues: [] });
    expect(await describeGroup()).toMatchObject({ status: "ACTIVE", health: { issues: [] } });
  });

  it("make the creation of a node group fail", async () => {
    await control("trouble", {
      cluster: "demo",
      nodegroup: "new",
      during: "create",
      code: "NodeCreationFailure",
    });
    await eks.send(
      new CreateNodegroupCommand({
        clusterName: "demo",
        nodegroupName: "new",
        nodeRole: "arn:aws:iam::123456789012:role/eks-node",
        subnets: ["subnet-a"],
      }),
    );
    sandbox.clock.finish(7200);
    const { nodegroup } = await eks.send(
      new DescribeNodegroupCommand({ clusterName: "demo", nodegroupName: "new" }),
    );
    expect(nodegroup).toMatchObject({
      status: "CREATE_FAILED",
      health: { issues: [{ code: "NodeCreationFailure" }] },
    });
  });

  it("are refused when they make no sense", async () => {
    expect((await control("faults", { kind: "nonsense" })).status).toBe(400);
    expect((await control("autoscale", { cluster: "demo", nodegroup: "nope", desired: 1 })).status).toBe(404);
    expect((await control("nowhere", {})).status).toBe(404);
  });
});
