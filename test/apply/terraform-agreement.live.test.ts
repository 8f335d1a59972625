import { createAwsSession } from "../../modules/aws/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";
import { SPEED } from "../_helpers/sandbox-calls.js";
import { changesOf, type StackRun, stackRun } from "../_helpers/stack-run.js";

const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";
const reference = (expression: string): string => `$${"{"}${expression}}`;

interface Wanted {
  readonly volumeSize?: number;
  readonly labels?: { readonly [key: string]: string };
  readonly maxSize?: number;
  readonly groups?: readonly string[];
  readonly tags?: { readonly [key: string]: string };
  readonly instanceTypes?: readonly string[];
}

/** A template and a node group for each name, in the way our own stacks write them. */
function configuration(wanted: Wanted) {
  const groups = wanted.groups ?? ["a", "b"];
  const each = <T>(make: (name: string) => T) => Object.fromEntries(groups.map((name) => [name, make(name)]));
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: { region: "us-east-1", default_tags: { tags: { Fleet: "f1" } } } },
    data: { aws_eks_cluster: { this: { name: "demo" } } },
    output: { version: { value: reference("aws_launch_template.a.latest_version") } },
    resource: {
      aws_launch_template: each((name) => ({
        name_prefix: `demo-${name}-`,
        update_default_version: true,
        block_device_mappings: [
          { device_name: "/dev/xvda", ebs: { volume_size: wanted.volumeSize ?? 50, volume_type: "gp3" } },
        ],
        metadata_options: {
          http_endpoint: "enabled",
          http_tokens: "required",
          http_put_response_hop_limit: 2,
        },
        tags: wanted.tags ?? { Team: "infra" },
        lifecycle: { create_before_destroy: true },
      })),
      aws_eks_node_group: each((name) => ({
        cluster_name: reference("data.aws_eks_cluster.this.name"),
        node_group_name_prefix: `demo-${name}-`,
        node_role_arn: "arn:aws:iam::123456789012:role/eks-node",
        subnet_ids: [`subnet-${name}`],
        instance_types: wanted.instanceTypes ?? ["m5.large"],
        labels: wanted.labels ?? { role: "worker" },
        launch_template: {
          id: reference(`aws_launch_template.${name}.id`),
          version: reference(`tostring(aws_launch_template.${name}.latest_version)`),
        },
        scaling_config: { desired_size: 1, max_size: wanted.maxSize ?? 3, min_size: 1 },
        tags: wanted.tags ?? { Team: "infra" },
        lifecycle: { create_before_destroy: true, ignore_changes: ["scaling_config[0].desired_size"] },
      })),
    },
  };
}

describeWith("terraform", "Terraform and Fleetwright on one state", () => {
  let sandbox: Sandbox;
  let terraform: LiveTerraform;
  let stack: StackRun;
  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: { factor: SPEED },
      seed: {
        defaults: { region: "us-east-1", account: "123456789012" },
        clusters: [{ name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b" } }],
      },
    });
    const environment = {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    terraform = await startLiveTerraform(environment);
    Object.assign(process.env, environment);
    stack = stackRun(terraform.folder, createAwsSession());
    terraform.configure(configuration({}));
    await terraform.run(["init", "-no-color"]);
  }, 120_000);
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL;
    await terraform?.close();
    await sandbox?.close();
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

    const destroyed = await stack.deploy({ options: { mode: "destroy" }, waive: ["FW-REPLACE-003"] });
    expect(destroyed.summary).toMatchObject({ added: 0, changed: 0, destroyed: 2, failed: [] });
    expect((await terraform.run(["state", "list"])).output).toBe("");
  }, 240_000);
});
