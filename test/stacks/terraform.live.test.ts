import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadFleet } from "../../modules/fleet/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { synthesizeFleet } from "../../stacks/index.js";
import { clusterHead, fleetOf, groupOf, removeFleetFiles } from "../_helpers/fleet-files.js";
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

describeWith(
  "terraform",
  "a stack of every kind of group, with the real provider against the sandbox",
  () => {
    let sandbox: Sandbox;
    let terraform: LiveTerraform;
    let outdir: string;

    beforeAll(async () => {
      const subnets = { a: "subnet-0a11000000000001a", b: "subnet-0a11000000000001b" };
      const cluster = {
        name: "prod-eu-1",
        region: "eu-central-1",
        account: "111122223333",
        version: "1.33",
        subnets,
      };
      sandbox = await startSandbox({
        seed: {
          accounts: [{ id: "111122223333" }],
          parameters: [{ name: "/images/golden", value: "ami-0a1b2c3d4e5f60718", regions: ["eu-central-1"] }],
          clusters: [{ ...cluster, zones: ["a", "b"] }],
        },
        clock: { factor: 2000 },
      });
      terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: "eu-central-1" });
      outdir = mkdtempSync(path.join(tmpdir(), "fleetwright-live-"));
    });

    afterAll(async () => {
      await terraform?.close();
      await sandbox?.close();
      rmSync(outdir, { recursive: true, force: true });
      removeFleetFiles();
    });

    test("is applied, and then there is nothing left to change", async () => {
      const fleet = await fleetOf(
        clusterHead.replace("clusters:", "backend: { type: local, directory: . }\nclusters:") +
          groupOf(
            "spot",
            "capacityType: SPOT",
            "scaling: { min: 1, max: 3, desiredOwner: cluster-autoscaler }",
          ) +
          groupOf(
            "bottlerocket",
            "ami: { type: BOTTLEROCKET_x86_64 }",
            'updateConfig: { maxUnavailable: "50%" }',
          ) +
          groupOf("golden", "ami: { ssmParameter: /images/golden }", "userData: { bootstrap: nodeadm }") +
          groupOf(
            "newest",
            "naming: prefix",
            "ami: { type: AL2023_x86_64_STANDARD, releaseVersion: latest }",
          ) +
          groupOf(
            "wide",
            "layout: all-zones",
            "userData: { template: run.sh }",
            "labels: { a: b }",
            "tags: { c: d }",
          ) +
          groupOf("tainted", "taints: [{ key: a, value: b, effect: NoExecute }]", "zones: [eu-central-1b]"),
        { "run.sh": "#!/bin/sh\necho hello\n" },
      );
      await synthesizeFleet(fleet, { outdir });
      const stack = `-chdir=${path.join(outdir, "stacks/prod-eu-1")}`;
      await terraform.run([stack, "init", "-input=false", "-no-color"]);
      const applied = await terraform.run([stack, "apply", "-auto-approve", "-input=false", "-no-color"]);
      expect(applied.output).toContain("Apply complete! Resources: 20 added, 0 changed, 0 destroyed.");
      const planned = await terraform.run([stack, "plan", "-input=false", "-no-color"]);
      expect(planned.output).toContain("No changes.");
      expect(sandbox.callLog.entries({ operation: "CreateNodegroup" })).toHaveLength(10);
    }, 180_000);
  },
);
