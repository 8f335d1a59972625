import {
  CreateClusterCommand,
  CreateNodegroupCommand,
  DeleteClusterCommand,
  ListClustersCommand,
  ListNodegroupsCommand,
  UpdateClusterConfigCommand,
} from "@aws-sdk/client-eks";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type SandboxClients, sandboxClients } from "./sandbox-clients.js";

const role = "arn:aws:iam::123456789012:role/role_name";

describe("a lax sandbox", () => {
  let sandbox: Sandbox;
  let clients: SandboxClients;

  beforeEach(async () => {
    sandbox = await startSandbox({ lax: true });
    clients = sandboxClients(sandbox);
  });
  afterEach(async () => {
    clients.destroy();
    await sandbox.close();
  });

  const create = (name: string) =>
    clients.eks.send(
      new CreateClusterCommand({
        name,
        version: "1",
        roleArn: role,
        clientRequestToken: "the-same",
        resourcesVpcConfig: { subnetIds: ["subnet-12345ab"], endpointPublicAccess: true },
        logging: { clusterLogging: [{ types: ["api"], enabled: true }] },
      }),
    );

  it("makes clusters at once, and shows them as they were asked for", async () => {
    const { cluster } = await create("a");
    expect(cluster).toMatchObject({ status: "ACTIVE", version: "1", clientRequestToken: "the-same" });
    expect(cluster?.logging).toEqual({ clusterLogging: [{ types: ["api"], enabled: true }] });
    expect(cluster?.resourcesVpcConfig).toEqual({
      subnetIds: ["subnet-12345ab"],
      endpointPublicAccess: true,
    });
    for (let i = 0; i < 150; i += 1) await create(`more-${i}`);
    const { clusters } = await clients.eks.send(new ListClustersCommand({}));
    expect(clusters).toHaveLength(100);
  });

  it("takes launch templates and subnets that nobody has made", async () => {
    await create("a");
    const launchTemplate = { name: "myTemplate", version: "2", id: "123456" };
    const { nodegroup } = await clients.eks.send(
      new CreateNodegroupCommand({
        clusterName: "a",
        nodegroupName: "b",
        launchTemplate,
        nodeRole: role,
        subnets: ["subnet-12345ab"],
      }),
    );
    expect(nodegroup).toMatchObject({ status: "ACTIVE", launchTemplate });
    expect(nodegroup?.resources?.autoScalingGroups?.[0]?.name).toMatch(/^eks-[0-9a-f-]{36}$/);
  });

  it("forgets everything when it is asked to", async () => {
    await create("a");
    const answer = await fetch(`${sandbox.url}/moto-api/reset`, { method: "POST" });
    expect(await answer.json()).toEqual({ status: "ok" });
    expect((await clients.eks.send(new ListClustersCommand({}))).clusters).toEqual([]);
  });

  it("deletes clusters at once", async () => {
    await create("a");
    await clients.eks.send(new DeleteClusterCommand({ name: "a" }));
    expect((await clients.eks.send(new ListClustersCommand({}))).clusters).toEqual([]);
  });

  it("changes several settings of a cluster in one call, at once, and answers what it deleted as it was", async () => {
    await create("a");
    const { update } = await clients.eks.send(
      new UpdateClusterConfigCommand({
        name: "a",
        resourcesVpcConfig: { endpointPrivateAccess: true },
        logging: { clusterLogging: [{ types: ["audit"], enabled: true }] },
      }),
    );
    expect(update?.status).toBe("Successful");
    const { cluster } = await clients.eks.send(new DeleteClusterCommand({ name: "a" }));
    expect(cluster).toMatchObject({
      status: "ACTIVE",
      resourcesVpcConfig: { endpointPrivateAccess: true },
      logging: { clusterLogging: [{ types: ["audit"], enabled: true }] },
    });
  });

  it("gives pages as large as they are asked for", async () => {
    await create("many-0");
    for (let i = 0; i < 120; i += 1) {
      await clients.eks.send(
        new CreateNodegroupCommand({
          clusterName: "many-0",
          nodegroupName: `group-${i}`,
          nodeRole: role,
          subnets: ["subnet-12345ab"],
        }),
      );
    }
    const { nodegroups } = await clients.eks.send(
      new ListNodegroupsCommand({ clusterName: "many-0", maxResults: 200 }),
    );
    expect(nodegroups).toHaveLength(120);
  });
});
