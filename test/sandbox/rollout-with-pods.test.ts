import { DescribeUpdateCommand, UpdateNodegroupVersionCommand } from "@aws-sdk/client-eks";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { kubernetesClient } from "./kubernetes-client.js";
import { type SandboxClients, sandboxClients } from "./sandbox-clients.js";

describe("a rolling update of nodes that run pods", () => {
  let sandbox: Sandbox;
  let clients: SandboxClients;

  beforeEach(async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed: {
        clusters: [
          {
            name: "demo",
            version: "1.32",
            zones: ["a"],
            nodegroups: [{ name: "ng", version: "1.31", scaling: { min: 1, max: 5, desired: 2 } }],
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

  const deploy = async (minAvailable: number) => {
    const kubernetes = kubernetesClient(sandbox, "demo");
    const labels = { app: "web" };
    await kubernetes("POST", "/apis/apps/v1/namespaces/default/deployments", {
      metadata: { name: "web" },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: {} } },
    });
    await kubernetes("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", {
      metadata: { name: "web" },
      spec: { minAvailable, selector: { matchLabels: labels } },
    });
    return kubernetes;
  };
  const update = async (force: boolean) => {
    const started = await clients.eks.send(
      new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName: "ng", version: "1.32", force }),
    );
    sandbox.clock.finish(7200);
    const done = await clients.eks.send(
      new DescribeUpdateCommand({ name: "demo", nodegroupName: "ng", updateId: started.update?.id }),
    );
    return done.update;
  };

  it("fails, naming the pods, when a disruption budget never lets them go", async () => {
    await deploy(2);
    const done = await update(false);
    expect(done).toMatchObject({ status: "Failed", errors: [{ errorCode: "PodEvictionFailure" }] });
    expect(done?.errors?.[0]?.errorMessage).toMatch(/default\/web-/);
  });

  it("goes through when the budget has room, and the pods run on the new nodes", async () => {
    const kubernetes = await deploy(1);
    expect(await update(false)).toMatchObject({ status: "Successful" });
    const { items } = await kubernetes("GET", "/api/v1/namespaces/default/pods");
    expect(items).toMatchObject([{ status: { phase: "Running" } }, { status: { phase: "Running" } }]);
  });

  it("goes through with force, whatever the budget says", async () => {
    await deploy(2);
    expect(await update(true)).toMatchObject({ status: "Successful" });
  });
});
