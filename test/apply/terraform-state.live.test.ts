import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAwsSession } from "../../modules/aws/index.js";
import type { Sandbox } from "../../modules/sandbox/index.js";
import { parseState, stateObjects } from "../../modules/state/index.js";
import { runCommand } from "../_helpers/cli-run.js";
import { type KillTrial, type Moment, startKillTrial } from "../_helpers/kill-trial.js";
import { disagreements } from "../_helpers/live-agreement.js";
import type { LiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";
import { type LiveWorkspace, startLiveWorkspace } from "../_helpers/live-workspace.js";
import { stackConfiguration, type WantedStack } from "../_helpers/stack-configuration.js";
import { changesOf, type StackRun, stackRun } from "../_helpers/stack-run.js";

const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";
const PLAN = ["plan", "-input=false", "-no-color"];
const waive = ["FW-REPLACE-001", "FW-REPLACE-003"];

describeWith("terraform", "a state between Terraform and Fleetwright", () => {
  let workspace: LiveWorkspace;
  let sandbox: Sandbox;
  let terraform: LiveTerraform;
  let stack: StackRun;
  beforeAll(async () => {
    workspace = await startLiveWorkspace();
    ({ sandbox, terraform } = workspace);
    stack = stackRun(terraform.folder, createAwsSession());
    terraform.configure(stackConfiguration({}));
    await terraform.run(["init", "-no-color"]);
    expect((await stack.deploy()).summary.failed).toEqual([]);
  }, 120_000);
  afterAll(async () => {
    await workspace?.close();
  });

  /** Terraform's `Plan: …` or `No changes` line. */
  const terraformPlans = async () => verdictOf((await terraform.run(PLAN)).output);
  const wePlan = async () =>
    Object.values(changesOf((await stack.plan()).plan))
      .sort()
      .join(" ");
  const stateFile = async (name = "terraform.tfstate") =>
    parseState(readFileSync(join(terraform.folder, name), "utf8"), name);

  it("is moved and removed in by Terraform, and we plan what Terraform plans", async () => {
    await terraform.run(["state", "mv", "aws_eks_node_group.b", "aws_eks_node_group.c"]);
    expect(await terraformPlans()).toBe("Plan: 1 to add, 0 to change, 1 to destroy.");
    expect(await wePlan()).toBe("create delete");
    await terraform.run(["state", "mv", "aws_eks_node_group.c", "aws_eks_node_group.b"]);
    expect(await wePlan()).toBe("");

    const kept = await stack.backend.read();
    await terraform.run(["state", "rm", "aws_eks_node_group.b"]);
    expect(await terraformPlans()).toBe("Plan: 1 to add, 0 to change, 0 to destroy.");
    expect(await wePlan()).toBe("create");
    // Put back as it was, by the one whose serial has gone on.
    const now = await stack.backend.read();
    if (kept === null || now === null) throw new Error("the state is gone");
    await stack.backend.write({ ...kept, serial: now.serial + 1 });
    expect(await terraformPlans()).toBe(NO_CHANGES);
    expect(await wePlan()).toBe("");
  }, 120_000);

  it("tells of a tainted object, which either replaces", async () => {
    await terraform.run(["taint", "aws_eks_node_group.b"]);
    expect(await terraformPlans()).toBe("Plan: 1 to add, 0 to change, 1 to destroy.");
    const { plan } = await stack.plan();
    const change = plan.resource_changes?.find(({ address }) => address === "aws_eks_node_group.b");
    expect(change).toMatchObject({
      action_reason: "replace_because_tainted",
      change: { actions: ["create", "delete"] },
    });
    const was = await stateFile();
    // As another run of the command line does, it keeps the state that it found.
    stack = stackRun(terraform.folder, createAwsSession());
    expect((await stack.deploy({ waive })).summary).toMatchObject({ added: 1, destroyed: 1, failed: [] });
    expect(await stateFile("terraform.tfstate.backup")).toEqual(was);
    expect(await terraformPlans()).toBe(NO_CHANGES);
    expect(disagreements(await stateFile(), sandbox)).toEqual([]);
  }, 120_000);

  it("marks what is sensitive as Terraform does", async () => {
    const secret = (value: string): WantedStack => ({
      tags: { Team: "infra", Secret: `$${"{"}sensitive("${value}")}` },
    });
    const marks = async () =>
      stateObjects(await stateFile()).map(({ address, instance }) => [
        address,
        instance.sensitive_attributes,
      ]);
    terraform.configure(stackConfiguration(secret("ours")));
    expect((await stack.deploy()).summary.failed).toEqual([]);
    const ours = await marks();
    expect(JSON.stringify(ours)).toContain("get_attr");
    expect(await terraformPlans()).toBe(NO_CHANGES);
    terraform.configure(stackConfiguration(secret("theirs")));
    await terraform.run(["apply", "-auto-approve", "-input=false", "-no-color"]);
    expect(await marks()).toEqual(ours);
    expect(await wePlan()).toBe("");
  }, 120_000);

  it("keeps a deposed object that one could not destroy until the other has", async () => {
    const deposed = async () =>
      stateObjects(await stateFile()).flatMap(({ address, instance }) => (instance.deposed ? [address] : []));
    const undeletable = () =>
      sandbox.faults.add({
        match: { operation: "DeleteNodegroup" },
        kind: "error",
        status: 400,
        code: "InvalidRequestException",
        message: "not now",
      });
    undeletable();
    terraform.configure(stackConfiguration({ own: { b: { instanceTypes: ["m5.xlarge"] } } }));
    await terraform.run(["apply", "-auto-approve", "-input=false", "-no-color"], [1]);
    sandbox.faults.clear();
    expect(await deposed()).toEqual(["aws_eks_node_group.b"]);
    expect(await wePlan()).toBe("delete");
    expect((await stack.deploy({ waive })).summary).toMatchObject({ destroyed: 1, failed: [] });
    expect(await terraformPlans()).toBe(NO_CHANGES);

    undeletable();
    terraform.configure(stackConfiguration({ own: { b: { instanceTypes: ["m5.2xlarge"] } } }));
    expect((await stack.deploy({ waive })).summary.failed).toHaveLength(1);
    sandbox.faults.clear();
    expect(await deposed()).toEqual(["aws_eks_node_group.b"]);
    expect(await terraformPlans()).toBe("Plan: 0 to add, 0 to change, 1 to destroy.");
    await terraform.run(["apply", "-auto-approve", "-input=false", "-no-color"]);
    expect(await wePlan()).toBe("");
    expect(disagreements(await stateFile(), sandbox)).toEqual([]);
  }, 180_000);

  it("is one for each workspace, on the command line too", async () => {
    await terraform.run(["workspace", "new", "-no-color", "blue"]);
    terraform.configure(
      stackConfiguration({ groups: ["a"], tags: { Workspace: "$" + "{terraform.workspace}" } }),
    );
    const env = { ...process.env, TF_WORKSPACE: "blue" };
    const argv = ["-chdir", terraform.folder, "deploy", "-auto-approve", "-configuration", "."];
    const deploy = await runCommand(argv, { env });
    expect(`${deploy.code} ${deploy.stdout}${deploy.stderr}`).toMatch(
      /^0 [\s\S]*2 added, 0 changed, 0 destroyed/,
    );
    expect(await terraformPlans()).toBe(NO_CHANGES);
    const blue = await stateFile(join("terraform.tfstate.d", "blue", "terraform.tfstate"));
    expect(
      stateObjects(blue).find(({ address }) => address === "aws_launch_template.a")?.instance.attributes,
    ).toMatchObject({
      tags: { Workspace: "blue" },
    });
    await terraform.run(["workspace", "select", "-no-color", "default"]);
    expect(stateObjects(await stateFile()).length).toBeGreaterThan(3);
  }, 120_000);

  describe("after a deploy that was killed and gone on with", () => {
    let trial: KillTrial;
    beforeAll(async () => {
      const groups = ["a", "b", "d"];
      trial = await startKillTrial({
        before: { groups, own: { a: { version: "1.32" } } },
        after: {
          groups: ["a", "c", "d"],
          own: {
            a: { version: "1.33", volumeSize: 60, labels: { role: "batch" }, tags: { Owner: "data" } },
            d: { instanceTypes: ["m5.xlarge"] },
          },
        },
        waive,
        port: 30_000 + (process.pid % 20_000),
        prepare: async (directory) => {
          await run(directory, ["init", "-no-color"]);
        },
      });
    }, 120_000);
    afterAll(() => trial?.close());

    const run = (cwd: string, args: readonly string[]) =>
      new Promise<string>((resolve) => {
        execFile("terraform", [...args], { cwd, env: terraform.env }, (_, stdout, stderr) => {
          resolve(`${stdout}${stderr}`);
        });
      });
    /** Header, three lines for each of fourteen effects, the end. */
    const lines = Array.from({ length: 44 }, (_, index) => index + 1);
    const points: readonly (readonly [Moment, number])[] = lines.flatMap((line) => [
      ["before", line] as const,
      ["after", line] as const,
    ]);

    it.each(
      points.filter(([moment, line]) =>
        process.env.FLEETWRIGHT_KILL_ALL === "1" ? true : moment === "after" && line === 14,
      ),
    )(
      "Terraform finds nothing to change (%s line %i)",
      async (moment, line) => {
        let output = "";
        await trial.killed(moment, line, {
          inspect: async (directory) => {
            output = await run(directory, PLAN);
          },
        });
        expect(output).toContain(NO_CHANGES);
      },
      60_000,
    );
  });
});

function verdictOf(output: string): string {
  return /^(Plan: .*|No changes\. .*)$/m.exec(output)?.[0] ?? output;
}
