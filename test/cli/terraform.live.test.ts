import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../_helpers/cli-run.js";
import { type DemoWorld, openDemoWorld } from "../_helpers/demo-world.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";

/** Real Terraform with the real provider, in the same world and with the same state as we. */
describeWith("terraform", "beside real Terraform", () => {
  const stack = "prod-eu-1";
  let world: DemoWorld;
  let terraform: LiveTerraform;

  beforeAll(async () => {
    world = await openDemoWorld();
    terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: world.sandbox.url, AWS_REGION: "eu-central-1" });
    expect((await runCommand(["deploy", "-auto-approve", "-fleet", "fleet"])).code).toBe(0);
    const directory = join(world.directory, "cdktf.out", "stacks", stack);
    if (existsSync(join(directory, "assets"))) {
      cpSync(join(directory, "assets"), join(terraform.folder, "assets"), { recursive: true });
    }
    const configuration = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8"));
    configuration.terraform.backend = {
      local: { path: join(world.directory, `terraform.${stack}.tfstate`) },
    };
    terraform.configure(configuration);
    await terraform.run(["init", "-no-color"]);
  }, 240_000);

  afterAll(async () => {
    await terraform?.close();
    await world?.close();
  });

  it("Terraform finds nothing to change after our deploy", async () => {
    const { output } = await terraform.run(["plan", "-no-color", "-detailed-exitcode"]);
    expect(output).toContain("No changes. Your infrastructure matches the configuration.");
  }, 120_000);

  it("our plan reads as Terraform's after somebody has meddled", async () => {
    const { nodegroups } = world.sandbox.world.tables;
    const group = [...nodegroups.values()].find(({ name }) => name === "prod-eu-1-0-on-demand");
    if (group === undefined) throw new Error("the world has lost its node group");
    nodegroups.put({
      ...group,
      labels: { meddled: "yes" },
      scaling: { ...group.scaling, maxSize: 9 },
    });
    await terraform.run(["plan", "-no-color", "-out", "meddled.bin"]);
    const { output } = await terraform.run(["show", "-no-color", "meddled.bin"]);
    const ours = await runCommand(["plan", "-configuration", join("cdktf.out", "stacks", stack)]);
    expect(ours.stdout.slice(0, output.length)).toBe(output);
  }, 120_000);
});
