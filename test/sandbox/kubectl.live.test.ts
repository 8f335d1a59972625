import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { describeWith } from "../_helpers/live-tools.js";

describeWith("kubectl", "kubectl against a cluster of the sandbox", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: { factor: 20 },
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
  /** Pods on their way out still show for a moment. */
  const until = async (read: () => Promise<string>, wanted: string): Promise<void> => {
    for (let i = 0; i < 20 && (await read()) !== wanted; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await read()).toBe(wanted);
  };
  const names = async (...args: string[]) => (await kubectl(...args, "-o", "name")).trim().split("\n");

  it("sees the nodes of the node groups with EKS's labels", async () => {
    expect(await names("get", "nodes", "-l", "eks.amazonaws.com/nodegroup=ng,role=app")).toHaveLength(3);
  });

  it("shows tables whose columns the server chooses, wide ones too", async () => {
    const [head = "", row = ""] = (await kubectl("get", "nodes", "-o", "wide")).split("\n");
    expect(head).toMatch(/^NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP +EXTERNAL-IP +OS-IMAGE/);
    expect(row).toMatch(/^ip-\S+ +Ready +<none> +\S+ +v1\.32\.\d+-eks-\S+ +10\./);
    expect(await kubectl("api-resources")).toMatch(/deployments +deploy +apps\/v1 +true +Deployment/);
    expect(await kubectl("version")).toMatch(/Server Version: v1\.32/);
    expect(await kubectl("describe", "nodes")).toMatch(/Allocatable:\n +cpu: +1930m/);
  }, 30_000);

  it("makes namespaces, config maps, secrets, budgets and deployments by `create`", async () => {
    await kubectl("create", "namespace", "shop");
    await kubectl("create", "configmap", "cm", "-n", "shop", "--from-literal=a=b");
    await kubectl("create", "secret", "generic", "s", "-n", "shop", "--from-literal=p=q");
    await kubectl("create", "deployment", "api", "-n", "shop", "--image=api:1", "--replicas=2", "--port=80");
    await kubectl("create", "pdb", "api", "-n", "shop", "--selector=app=api", "--max-unavailable=50%");
    expect(await kubectl("get", "cm,secret", "-n", "shop", "-o", "jsonpath={.items[*].data}")).toBe(
      '{"a":"b"} {"p":"cQ=="}',
    );
    await kubectl("rollout", "status", "deployment/api", "-n", "shop", "--timeout=20s");
    expect(await kubectl("get", "deploy", "-n", "shop")).toMatch(/api +2\/2 +2 +2/);
    expect(await kubectl("get", "pdb", "-n", "shop")).toMatch(/api +N\/A +50% +1 /);
    expect(
      await kubectl("get", "pods", "-n", "shop", "-o", "jsonpath={.items[0].spec.containers[0].ports}"),
    ).toBe('[{"containerPort":80}]');
    await expect(kubectl("create", "configmap", "cm", "-n", "shop")).rejects.toThrow(
      /configmaps "cm" already exists/,
    );
    await expect(kubectl("create", "configmap", "cm", "-n", "nowhere")).rejects.toThrow(
      /namespaces "nowhere" not found/,
    );
    await kubectl("delete", "namespace", "shop");
    expect(await kubectl("get", "deploy,cm", "-n", "shop", "-o", "name")).toBe("");
  }, 60_000);

  it("applies workloads, which come up on the nodes, and rolls them to a new image and back", async () => {
    await kubectl("apply", "-f", "web.yaml");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    expect(await names("get", "pods", "-l", "app=web")).toHaveLength(3);
    expect(await kubectl("get", "configmap", "cm", "-o", "jsonpath={.data.a}")).toBe("b");
    expect(await kubectl("apply", "-f", "web.yaml")).toMatch(/deployment.apps\/web unchanged/);
    await kubectl("set", "image", "deployment/web", "web=web:2");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    const image = ["get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].spec.containers[0].image}"];
    await until(() => kubectl(...image), "web:2 web:2 web:2");
    await kubectl("rollout", "undo", "deployment/web");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    await until(() => kubectl(...image), "web web web");
    expect(await names("get", "replicasets", "-l", "app=web")).toHaveLength(2);
  }, 60_000);

  it("applies on the server's side, refuses what another manager set, and takes it by force", async () => {
    await kubectl("apply", "--server-side", "--field-manager=one", "-f", "web.yaml");
    const other = readFileSync(join(folder, "web.yaml"), "utf8").replace('"a":"b"', '"a":"c"');
    writeFileSync(join(folder, "other.yaml"), other);
    const apply = ["apply", "--server-side", "--field-manager=two", "-f", "other.yaml"];
    await expect(kubectl(...apply)).rejects.toThrow(/conflict with "one"[\s\S]*data\.a/);
    await kubectl(...apply, "--force-conflicts");
    expect(await kubectl("get", "configmap", "cm", "-o", "jsonpath={.data.a}")).toBe("c");
  }, 30_000);

  it("watches pods come and go", async () => {
    const watching = kubectl(
      "get",
      "pods",
      "-l",
      "app=w",
      "--watch",
      "--output-watch-events",
      "--request-timeout=6s",
    );
    await kubectl("create", "deployment", "w", "--image=w");
    await kubectl("rollout", "status", "deployment/w", "--timeout=10s");
    await kubectl("delete", "deployment", "w");
    // kubectl ends with an error or without one when the time is up, as its version has it.
    const seen = await watching.catch((error: unknown) => String(error));
    const statuses = seen
      .split("\n")
      .flatMap(
        (line) => /^(ADDED|MODIFIED|DELETED) +w-\S+ +\S+ +(\w+)/.exec(line)?.slice(1, 3).join(" ") ?? [],
      );
    // States that pass between two looks of a busy machine may be missed; the order may not.
    expect(statuses[0]).toMatch(/^ADDED /);
    expect(statuses.some((status) => status.endsWith(" Running"))).toBe(true);
    expect(statuses.at(-1)).toMatch(/^DELETED /);
  }, 30_000);

  it("patches in three ways", async () => {
    const deployment = ["patch", "deployment", "web"];
    await kubectl(...deployment, "--type=json", "-p", '[{"op":"replace","path":"/spec/replicas","value":4}]');
    await kubectl(...deployment, "--type=merge", "-p", '{"metadata":{"labels":{"team":"shop"}}}');
    await kubectl(
      ...[...deployment, "-p"],
      '{"spec":{"template":{"spec":{"containers":[{"name":"web","args":["-v"]}]}}}}',
    );
    expect(JSON.parse(await kubectl("get", "deployment", "web", "-o", "json"))).toMatchObject({
      metadata: { labels: { team: "shop" } },
      spec: {
        replicas: 4,
        template: { spec: { containers: [{ name: "web", image: "web", args: ["-v"] }] } },
      },
    });
    await kubectl("scale", "deployment", "web", "--replicas=3");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
  }, 30_000);

  it("is held up by a disruption budget when it drains, and gets through with a spare pod", async () => {
    const [pod = ""] = await names("get", "pods", "-l", "app=web");
    const node = await kubectl("get", pod, "-o", "jsonpath={.spec.nodeName}");
    await expect(kubectl("drain", node, "--timeout=2s")).rejects.toThrow(/disruption budget/);
    await kubectl("scale", "deployment", "web", "--replicas=6");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    await kubectl("drain", node, "--timeout=20s");
    expect(await kubectl("get", "pods", "--field-selector", `spec.nodeName=${node}`, "-o", "name")).toBe("");
    await kubectl("uncordon", node);
  }, 60_000);

  it("labels, annotates, taints and cordons nodes", async () => {
    const [node = ""] = await names("get", "nodes");
    await kubectl("label", node, "x=y");
    await kubectl("annotate", node, "note=b");
    await kubectl("taint", "nodes", node.replace("node/", ""), "dedicated=gpu:NoSchedule");
    await kubectl("cordon", node);
    const shown: unknown = JSON.parse(await kubectl("get", node, "-o", "json"));
    expect(shown).toMatchObject({
      metadata: { labels: { x: "y" }, annotations: { note: "b" } },
      spec: { unschedulable: true, taints: [{ key: "dedicated", value: "gpu", effect: "NoSchedule" }, {}] },
    });
    await kubectl("uncordon", node);
    await kubectl("label", node, "x-");
    await kubectl("taint", "nodes", node.replace("node/", ""), "dedicated-");
    expect(await kubectl("get", node, "-o", "jsonpath={.spec.taints}{.metadata.labels.x}")).toBe("");
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
