import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadFleet } from "../../modules/fleet/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { synthesizeFleet } from "../../stacks/index.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";

const root = path.join(__dirname, "../..");

describeWith("terraform", "the example fleet's stacks, with the real provider against the sandbox", () => {
  let sandbox: Sandbox;
  let terraform: LiveTerraform;
  let outdir: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ seed: path.join(root, "examples/sandbox.yaml"), clock: "step" });
    terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: sandbox.url });
    outdir = mkdtempSync(path.join(tmpdir(), "fleetwright-live-"));
    const { fleet } = await loadFleet(["examples/fleet"], { workingDirectory: root });
    await synthesizeFleet(fleet, { outdir });
  });

  afterAll(async () => {
    await terraform?.close();
    await sandbox?.close();
    rmSync(outdir, { recursive: true, force: true });
  });

  const inStack = (stack: string, ...args: readonly string[]) =>
    terraform.run([`-chdir=${path.join(outdir, "stacks", stack)}`, ...args]);

  test.each(["staging-eu-1", "prod-eu-1", "prod-us-1"])("%s is valid", async (stack) => {
    // The state would be kept in the project: for a plan it is not wanted there.
    cpSync(
      path.join(root, "test/fixtures/stacks/override.tf.json"),
      path.join(outdir, "stacks", stack, "override.tf.json"),
    );
    await inStack(stack, "init", "-input=false", "-no-color");
    const { output } = await inStack(stack, "validate", "-no-color");
    expect(output).toContain("Success! The configuration is valid.");
  });

  test("a plan reads the cluster and the image, and creates a pair for each group and zone", async () => {
    const { output } = await inStack("prod-eu-1", "plan", "-input=false", "-no-color");
    expect(output).toContain("Plan: 18 to add, 0 to change, 0 to destroy.");
    expect(output).toContain('"ami-0601de0000000133a"');
  });
});
