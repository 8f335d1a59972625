import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { describeWith } from "../_helpers/live-tools.js";

describeWith("kubectl", "kubectl against a cluster of the sandbox", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed: {
        clusters: [
          {
            name: "demo",
            version: "1.32",
            zones: ["a", "b"],
            nodegroups: [{ name: "ng", scaling: { min: 1, max: 5, desired: 3 }, labels: { role: "app" } }],
          },
        ],
      },
    });
    folder = mkdtempSync(join(tmpdir(), "fleetwright-kubectl-"));
    writeFileSync(join(folder, "config"), sandbox.kubeconfig("demo"));
    writeFileSync(
      join(folder, "web.yaml"),
      // One JSON document after the other, as kubectl takes them.
      [
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "web", namespace: "default" },
          spec: {
            replicas: 3,
            selector: { matchLabels: { app: "web" } },
            template: {
              metadata: { labels: { app: "web" } },
              spec: { containers: [{ name: "web", image: "web" }] },
            },
          },
        },
        {
          apiVersion: "policy/v1",
          kind: "PodDisruptionBudget",
          metadata: { name: "web", namespace: "default" },
          spec: { minAvailable: 3, selector: { matchLabels: { app: "web" } } },
        },
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "cm", namespace: "default" },
          data: { a: "b" },
        },
      ]
        .map((document) => JSON.stringify(document))
        .join("\n"),
    );
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await sandbox.close();
  });

  const kubectl = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, KUBECONFIG: join(folder, "config"), HOME: folder };
      execFile("kubectl", args, { env, cwd: folder }, (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(stdout + stderr)),
      );
    });
  const names = async (...args: string[]) => (await kubectl(...args, "-o", "name")).trim().split("\n");

  it("sees the nodes of the node groups with EKS's labels", async () => {
    expect(await names("get", "nodes", "-l", "eks.amazonaws.com/nodegroup=ng,role=app")).toHaveLength(3);
  });

  it("applies workloads, which come up on the nodes", async () => {
    await kubectl("apply", "-f", "web.yaml");
    await kubectl("rollout", "status", "deployment/web", "--timeout=10s");
    expect(await names("get", "pods", "-l", "app=web")).toHaveLength(3);
    expect(await kubectl("get", "configmap", "cm", "-o", "jsonpath={.data.a}")).toBe("b");
  }, 30_000);

  it("is held up by a disruption budget when it drains, and gets through with a spare pod", async () => {
    const [pod = ""] = await names("get", "pods", "-l", "app=web");
    const node = await kubectl("get", pod, "-o", "jsonpath={.spec.nodeName}");
    await expect(kubectl("drain", node, "--timeout=2s")).rejects.toThrow(/disruption budget/);
    await kubectl("scale", "deployment", "web", "--replicas=4");
    await kubectl("drain", node, "--timeout=10s");
    expect(await kubectl("get", "pods", "--field-selector", `spec.nodeName=${node}`, "-o", "name")).toBe("");
    await kubectl("uncordon", node);
  }, 60_000);

  it("labels, taints and cordons nodes", async () => {
    const [node = ""] = await names("get", "nodes");
    await kubectl("label", node, "x=y");
    await kubectl("taint", "nodes", node.replace("node/", ""), "dedicated=gpu:NoSchedule");
    await kubectl("cordon", node);
    const shown: unknown = JSON.parse(await kubectl("get", node, "-o", "json"));
    expect(shown).toMatchObject({
      metadata: { labels: { x: "y" } },
      spec: { unschedulable: true, taints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }, {}] },
    });
    await kubectl("uncordon", node);
  }, 30_000);

  it("is refused without a token that the cluster knows", async () => {
    await expect(kubectl("get", "nodes", "--token=wrong")).rejects.toThrow(/Unauthorized|logged in/);
  });
});

describeWith(["aws", "kubectl"], "kubectl with the configuration that the AWS command line writes", () => {
  it("gets in with a token of `aws eks get-token`", async () => {
    const sandbox = await startSandbox({
      clock: "step",
      seed: { clusters: [{ name: "demo", nodegroups: [{ name: "ng", scaling: { desired: 2 } }] }] },
    });
    const folder = mkdtempSync(join(tmpdir(), "fleetwright-kubectl-"));
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      KUBECONFIG: join(folder, "config"),
      HOME: folder,
    };
    const run = (command: string, ...args: string[]): Promise<string> =>
      new Promise((resolve, reject) => {
        execFile(command, args, { env }, (error, stdout, stderr) =>
          error === null ? resolve(stdout) : reject(new Error(stderr)),
        );
      });
    await run("aws", "eks", "update-kubeconfig", "--name", "demo");
    expect((await run("kubectl", "get", "nodes", "-o", "name")).trim().split("\n")).toHaveLength(2);
    rmSync(folder, { recursive: true, force: true });
    await sandbox.close();
  }, 30_000);
});
