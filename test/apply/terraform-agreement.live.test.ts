import { createAwsSession } from "../../modules/aws/index.js";
import { emptyState, stateObjects } from "../../modules/state/index.js";
import type { LiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";
import { type LiveWorkspace, startLiveWorkspace } from "../_helpers/live-workspace.js";
import { stackConfiguration as configuration } from "../_helpers/stack-configuration.js";
import { changesOf, type StackRun, stackRun } from "../_helpers/stack-run.js";

const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";
describeWith("terraform", "Terraform and Fleetwright on one state", () => {
  let workspace: LiveWorkspace;
  let terraform: LiveTerraform;
  let stack: StackRun;
  beforeAll(async () => {
    workspace = await startLiveWorkspace();
    ({ terraform } = workspace);
    stack = stackRun(terraform.folder, createAwsSession());
    terraform.configure(configuration({}));
    await terraform.run(["init", "-no-color"]);
  }, 120_000);
  afterAll(async () => {
    await workspace?.close();
  });

  const plannedByTerraform = async () => (await terraform.run(["plan", "-input=false", "-no-color"])).output;

  it("finds nothing to change after each other's applies, create to destroy", async () => {
    const created = await stack.deploy();
    expect(created.summary).toMatchObject({ added: 4, changed: 0, destroyed: 0, failed: [], notStarted: [] });
    expect(await plannedByTerraform()).toContain(NO_CHANGES);

    terraform.configure(configuration({ labels: { role: "batch" }, maxSize: 5, tags: { Team: "platform" } }));
    await terraform.run(["apply", "-auto-approve", "-input=false", "-no-color"]);
    expect(changesOf((await stack.plan()).plan)).toEqual({});

    terraform.configure(configuration({ volumeSize: 80, maxSize: 6 }));
    const updated = await stack.deploy();
    expect(updated.summary).toMatchObject({ added: 0, changed: 4, destroyed: 0, failed: [], notStarted: [] });
    expect(await plannedByTerraform()).toContain(NO_CHANGES);

    terraform.configure(
      configuration({ instanceTypes: ["m5.xlarge"], groups: ["a"], volumeSize: 80, maxSize: 6 }),
    );
    const replaced = await stack.deploy();
    expect(replaced.summary).toMatchObject({
      added: 1,
      changed: 0,
      destroyed: 3,
      failed: [],
      notStarted: [],
    });
    expect(await plannedByTerraform()).toContain(NO_CHANGES);
    expect((await terraform.run(["state", "list"])).output.split("\n").filter((line) => line !== "")).toEqual(
      ["data.aws_eks_cluster.this", "aws_eks_node_group.a", "aws_launch_template.a"],
    );

    const lock = await stack.backend.lock({ operation: "OperationTypeApply", info: "a deploy" });
    const refused = await terraform.run(["plan", "-no-color"], [1]);
    expect(refused.output).toContain("Error acquiring the state lock");
    expect(refused.output).toContain(lock.info.ID);
    await lock.release();

    await terraform.run(["state", "mv", "aws_launch_template.a", "aws_launch_template.moved"]);
    await terraform.run(["state", "mv", "aws_launch_template.moved", "aws_launch_template.a"]);
    expect((await terraform.run(["state", "show", "-no-color", "aws_eks_node_group.a"])).output).toContain(
      'status                 = "ACTIVE"',
    );
    expect(changesOf((await stack.plan()).plan)).toEqual({});

    const group = stateObjects((await stack.backend.read()) ?? emptyState()).find(
      ({ address }) => address === "aws_eks_node_group.a",
    );
    await terraform.run(["state", "rm", "aws_eks_node_group.a"]);
    expect(changesOf((await stack.plan()).plan)).toEqual({ "aws_eks_node_group.a": "create" });
    const id = String(group?.instance.attributes.id);
    await terraform.run(["import", "-input=false", "-no-color", "aws_eks_node_group.a", id]);
    expect(changesOf((await stack.plan()).plan)).toEqual({});

    const destroyed = await stack.deploy({ options: { mode: "destroy" }, waive: ["FW-REPLACE-003"] });
    expect(destroyed.summary).toMatchObject({ added: 0, changed: 0, destroyed: 2, failed: [] });
    expect((await terraform.run(["state", "list"])).output).toBe("");
  }, 240_000);
});
