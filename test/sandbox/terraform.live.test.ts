import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";

/** A Terraform expression in its JSON syntax. */
const reference = (expression: string): string => `$${"{"}${expression}}`;

const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";

interface NodeGroupArguments {
  readonly [name: string]: unknown;
}

/** A stack as people write it: a template, a node group on it, and one without a template. */
function configuration(
  template: Record<string, unknown>,
  withTemplate: NodeGroupArguments | undefined,
  plain: NodeGroupArguments | undefined,
) {
  const shared = {
    cluster_name: reference("data.aws_eks_cluster.this.name"),
    node_role_arn: "arn:aws:iam::123456789012:role/eks-node",
  };
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: { region: "us-east-1" } },
    data: {
      aws_caller_identity: { me: {} },
      aws_partition: { here: {} },
      aws_region: { here: {} },
      aws_eks_cluster: { this: { name: "demo" } },
      aws_eks_cluster_auth: { this: { name: "demo" } },
      aws_eks_clusters: { all: {} },
      aws_eks_node_groups: { all: { cluster_name: "demo" } },
      aws_vpc: { of: { id: reference("data.aws_eks_cluster.this.vpc_config[0].vpc_id") } },
      aws_subnets: { of: { filter: { name: "vpc-id", values: [reference("data.aws_vpc.of.id")] } } },
      aws_subnet: { a: { id: "subnet-a" } },
      aws_security_group: {
        cluster: { id: reference("data.aws_eks_cluster.this.vpc_config[0].cluster_security_group_id") },
      },
      aws_route_tables: { of: { vpc_id: reference("data.aws_vpc.of.id") } },
      aws_availability_zones: { all: { state: "available" } },
      aws_ec2_instance_type: { m5: { instance_type: "m5.large" } },
      aws_ec2_instance_type_offerings: {
        m5: { filter: [{ name: "instance-type", values: ["m5.large"] }], location_type: "availability-zone" },
      },
      aws_ami: {
        node: {
          owners: ["amazon"],
          most_recent: true,
          filter: [{ name: "name", values: ["amazon-eks-node-al2023-x86_64-standard-1.31-*"] }],
        },
      },
      aws_ssm_parameter: {
        release: {
          name: "/aws/service/eks/optimized-ami/1.31/amazon-linux-2023/x86_64/standard/recommended/release_version",
        },
      },
    },
    resource: {
      aws_launch_template: {
        lt: {
          name: "lt-ng",
          block_device_mappings: [
            {
              device_name: "/dev/xvda",
              ebs: { volume_size: 50, volume_type: "gp3", delete_on_termination: true },
            },
          ],
          metadata_options: {
            http_endpoint: "enabled",
            http_tokens: "required",
            http_put_response_hop_limit: 2,
          },
          tag_specifications: [{ resource_type: "instance", tags: { Name: "node" } }],
          ...template,
        },
      },
      aws_eks_node_group: {
        ...(withTemplate === undefined
          ? {}
          : {
              lt: {
                ...shared,
                node_group_name: "with-template",
                subnet_ids: ["subnet-a", "subnet-b"],
                launch_template: {
                  id: reference("aws_launch_template.lt.id"),
                  version: reference("aws_launch_template.lt.latest_version"),
                },
                scaling_config: { desired_size: 2, max_size: 4, min_size: 1 },
                ...withTemplate,
              },
            }),
        ...(plain === undefined
          ? {}
          : {
              plain: {
                ...shared,
                node_group_name_prefix: "plain-",
                subnet_ids: ["subnet-a"],
                scaling_config: { desired_size: 1, max_size: 2, min_size: 0 },
                ...plain,
              },
            }),
      },
    },
    output: { account: { value: reference("data.aws_caller_identity.me.account_id") } },
  };
}

describeWith("terraform", "the Terraform AWS provider against the sandbox", () => {
  let sandbox: Sandbox;
  let terraform: LiveTerraform;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: { factor: 5000 },
      seed: {
        releases: {
          "1.31": ["1.31.2-20241115", "1.31.3-20241201"],
          "1.32": ["1.32.0-20250203"],
        },
        clusters: [
          { name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b", c: "subnet-c" } },
        ],
      },
    });
    terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: sandbox.url });
  }, 60_000);

  afterAll(async () => {
    await terraform.close();
    await sandbox.close();
  });

  const steps: readonly [string, Parameters<typeof configuration>][] = [
    ["creates", [{}, { tags: { env: "dev" } }, { instance_types: ["m5.large"], capacity_type: "SPOT" }]],
    [
      "scales",
      [
        {},
        { tags: { env: "dev" }, scaling_config: { desired_size: 3, max_size: 6, min_size: 2 } },
        { instance_types: ["m5.large"], capacity_type: "SPOT" },
      ],
    ],
    [
      "labels and taints, and sets the update and repair configuration",
      [
        {},
        {
          tags: { env: "dev" },
          scaling_config: { desired_size: 3, max_size: 6, min_size: 2 },
          labels: { role: "app" },
          taint: [{ key: "dedicated", value: "gpu", effect: "NO_SCHEDULE" }],
          update_config: { max_unavailable_percentage: 50 },
        },
        { instance_types: ["m5.large"], capacity_type: "SPOT", node_repair_config: { enabled: true } },
      ],
    ],
    [
      "rolls a new template version",
      [
        { instance_type: "m5.large", tags: { team: "a" } },
        { tags: { env: "dev" }, scaling_config: { desired_size: 3, max_size: 6, min_size: 2 } },
        { instance_types: ["m5.large"], capacity_type: "SPOT" },
      ],
    ],
    [
      "rolls another template version, with tags and sizes at once",
      [
        { instance_type: "m5.xlarge", tags: { team: "a" } },
        { tags: { env: "prod", team: "a" }, scaling_config: { desired_size: 3, max_size: 5, min_size: 2 } },
        { instance_types: ["m5.large"], capacity_type: "SPOT", tags: { a: "b" } },
      ],
    ],
    [
      "replaces what cannot be changed in place",
      [
        { instance_type: "m5.xlarge", tags: { team: "a" } },
        { tags: { env: "prod", team: "a" }, subnet_ids: ["subnet-a", "subnet-c"] },
        { instance_types: ["m5.large", "m5a.large"], capacity_type: "SPOT", tags: { a: "b" } },
      ],
    ],
  ];

  it.each(steps)(
    "%s, and says No changes after it",
    async (_name, args) => {
      terraform.configure(configuration(...args));
      if (_name === "creates") await terraform.run(["init", "-input=false"]);
      expect(await terraform.applyAndPlan()).toContain(NO_CHANGES);
    },
    180_000,
  );

  it("moves versions and releases up, refused above the cluster's", async () => {
    const at = (plain: NodeGroupArguments) =>
      terraform.configure(
        configuration({ instance_type: "m5.xlarge" }, undefined, { instance_types: ["m5.large"], ...plain }),
      );
    at({});
    await terraform.run(["apply", "-auto-approve", "-input=false", "-no-color"]);
    // The group was made on the cluster's version; put it back to see it move.
    for (const row of sandbox.world.tables.nodegroups.values()) {
      sandbox.world.tables.nodegroups.put({ ...row, version: "1.31", releaseVersion: "1.31.2-20241115" });
    }
    at({ release_version: reference("nonsensitive(data.aws_ssm_parameter.release.value)") });
    expect(await terraform.applyAndPlan()).toContain(NO_CHANGES);
    at({ version: "1.32" });
    expect(await terraform.applyAndPlan()).toContain(NO_CHANGES);
    at({ version: "1.33" });
    const refused = await terraform.run(["apply", "-auto-approve", "-input=false", "-no-color"], [1]);
    expect(refused.output).toContain("InvalidParameterException");
  }, 180_000);

  it("destroys everything", async () => {
    await terraform.run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
    expect([...sandbox.world.tables.nodegroups.values()]).toEqual([]);
    expect([...sandbox.world.tables.launchTemplates.values()]).toEqual([]);
  }, 120_000);
});
