import { readFileSync, statSync } from "node:fs";
import { runCommand } from "../_helpers/cli-run.js";
import { type DemoWorld, openDemoWorld } from "../_helpers/demo-world.js";

describe("sandbox kubeconfig", () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await openDemoWorld();
  });

  afterAll(() => world.close());

  const kubeconfig = (...argv: readonly string[]) =>
    runCommand(["sandbox", "kubeconfig", ...argv], { env: { AWS_ENDPOINT_URL: world.sandbox.url } });

  it("prints the way into every cluster of the running sandbox", async () => {
    const run = await kubeconfig();
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual(JSON.parse(world.sandbox.kubeconfig()));
  });

  it("writes that of one cluster to a file that others cannot read", async () => {
    const run = await kubeconfig("-cluster=prod-eu-1", "-out=kubeconfig", `-url=${world.sandbox.url}`);
    expect(run.stdout).toBe("Saved the kubeconfig to: kubeconfig\n");
    expect(JSON.parse(readFileSync("kubeconfig", "utf8")).clusters).toHaveLength(1);
    expect(statSync("kubeconfig").mode & 0o077).toBe(0);
  });

  it("says that there is no such cluster, or no sandbox", async () => {
    const unknown = await kubeconfig("-cluster=prod-eu-9");
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("called prod-eu-9")]);
    const nowhere = await kubeconfig("-url=http://127.0.0.1:1");
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining("sandbox start")]);
  });
});
