import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateNodegroupCommand,
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  UpdateNodegroupVersionCommand,
} from "@aws-sdk/client-eks";
import { startSandbox } from "../../modules/sandbox/index.js";
import { kubernetesClient } from "./kubernetes-client.js";
import { sandboxClients } from "./sandbox-clients.js";

const seed = {
  clusters: [
    {
      name: "demo",
      version: "1.32",
      subnets: { a: "subnet-a" },
      nodegroups: [{ name: "old", version: "1.31", scaling: { min: 1, max: 3, desired: 2 } }],
    },
  ],
};

describe("a world kept in a file", () => {
  let folder: string;
  let worldFile: string;
  let child: ChildProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetwright-sandbox-"));
    worldFile = join(folder, "world.jsonl");
  });
  afterEach(() => {
    child?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const serve = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const script = join(__dirname, "../fixtures/sandbox/serve.ts");
      child = spawn(process.execPath, ["--import", "tsx", script, worldFile, JSON.stringify(seed)]);
      let output = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8");
        if (output.endsWith("\n")) resolve(output.trim());
      });
      child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}: ${output}`)));
    });

  it("has lost nothing that was answered when its process is killed in the middle of an update", async () => {
    const url = await serve();
    const clients = sandboxClients({ url });
    await clients.eks.send(
      new CreateNodegroupCommand({
        clusterName: "demo",
        nodegroupName: "new",
        nodeRole: "arn:aws:iam::123456789012:role/eks-node",
        subnets: ["subnet-a"],
      }),
    );
    const { update } = await clients.eks.send(
      new UpdateNodegroupVersionCommand({ clusterName: "demo", nodegroupName: "old", version: "1.32" }),
    );
    await fetch(`${url}/_sandbox/clock/advance`, { method: "POST", body: '{"seconds":200}' });
    clients.destroy();
    child?.kill("SIGKILL");
    // What a kill in the middle of a write leaves behind.
    appendFileSync(worldFile, '["nodegroups","123456789012/us-east-1/demo/old",{"acc');

    const reopened = await startSandbox({ clock: "step", worldFile, seed });
    const again = sandboxClients(reopened);
    const describe = async (nodegroupName: string) =>
      (await again.eks.send(new DescribeNodegroupCommand({ clusterName: "demo", nodegroupName }))).nodegroup;
    expect(await describe("new")).toMatchObject({ status: "ACTIVE" });
    expect(await describe("old")).toMatchObject({ status: "UPDATING", version: "1.31" });
    reopened.clock.advance(3600);
    const done = await again.eks.send(
      new DescribeUpdateCommand({ name: "demo", nodegroupName: "old", updateId: update?.id }),
    );
    expect(done.update?.status).toBe("Successful");
    expect(await describe("old")).toMatchObject({ status: "ACTIVE", version: "1.32" });
    again.destroy();
    await reopened.close();
  });

  it("is the same world after it was closed and opened, with ids that do not repeat", async () => {
    const first = await startSandbox({ clock: "step", worldFile, seed });
    first.clock.advance(60);
    const time = first.clock.now();
    const before = JSON.stringify([...first.world.tables.instances.values()]);
    const id = first.world.ids.uuid();
    first.world.save();
    await first.close();
    const second = await startSandbox({ clock: "step", worldFile, seed });
    expect(second.clock.now()).toBe(time);
    expect(JSON.stringify([...second.world.tables.instances.values()])).toBe(before);
    expect(second.world.ids.uuid()).not.toBe(id);
    await second.close();
  });

  it("goes on with what the controllers of a cluster were about when it was closed", async () => {
    const first = await startSandbox({ clock: "step", worldFile, seed });
    const labels = { app: "web" };
    await kubernetesClient(first, "demo")("POST", "/apis/apps/v1/namespaces/default/deployments", {
      metadata: { name: "web" },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: {} } },
    });
    first.clock.advance(1);
    await first.close();
    const second = await startSandbox({ clock: "step", worldFile, seed });
    const phases = async () => {
      const { items } = await kubernetesClient(second, "demo")("GET", "/api/v1/pods");
      return items;
    };
    expect(await phases()).toMatchObject([
      { status: { phase: "Pending" } },
      { status: { phase: "Pending" } },
    ]);
    second.clock.advance(10);
    expect(await phases()).toMatchObject([
      { status: { phase: "Running" } },
      { status: { phase: "Running" } },
    ]);
    await second.close();
  });

  it("refuses a file that is something else, and leaves it alone", async () => {
    writeFileSync(worldFile, "something else\n");
    await expect(startSandbox({ worldFile })).rejects.toMatchObject({
      diagnostics: [{ code: "SANDBOX_WORLD_UNREADABLE" }],
    });
    expect(readFileSync(worldFile, "utf8")).toBe("something else\n");
  });
});
