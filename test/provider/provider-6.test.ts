import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAwsSession } from "../../modules/aws/index.js";
import { NEWEST_RELEASE, providerRegistry } from "../../modules/provider/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { stateObjects } from "../../modules/state/index.js";
import { SPEED } from "../_helpers/sandbox-calls.js";
import { changesOf, type StackRun, stackRun } from "../_helpers/stack-run.js";

const reference = (expression: string): string => `$${"{"}${expression}}`;
const registry = providerRegistry(NEWEST_RELEASE);
const services = ["eks", "ec2", "ssm", "sts", "iam", "autoscaling"];

const WAIVED = ["FW-REPLACE-001", "FW-REPLACE-002", "FW-REPLACE-003"];

interface Wanted {
  readonly template?: object;
  readonly group?: object;
}

describe("a stack of provider 6", () => {
  let sandbox: Sandbox;
  let directory: string;
  let stack: StackRun;

  beforeEach(async () => {
    const cluster = { name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b" } };
    sandbox = await startSandbox({
      clock: { factor: SPEED },
      seed: {
        defaults: { region: "us-east-1", account: "123456789012" },
        clusters: [cluster, { ...cluster, region: "eu-central-1", subnets: { a: "subnet-e" } }],
      },
    });
    directory = mkdtempSync(join(tmpdir(), "fleetwright-provider-6-"));
    stack = stackRun(directory, createAwsSession(), registry);
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const configure = ({ template = {}, group = {} }: Wanted): void =>
    stack.configure({
      terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "~> 6.33" } } },
      provider: {
        aws: {
          region: "us-east-1",
          access_key: "test",
          secret_key: "test",
          endpoints: [Object.fromEntries(services.map((service) => [service, sandbox.url]))],
        },
      },
      resource: {
        aws_launch_template: {
          lt: {
            name: "web",
            instance_type: "m7i.large",
            metadata_options: { http_tokens: "required" },
            tag_specifications: [
              { resource_type: "instance", tags: { Name: "web" } },
              { resource_type: "volume", tags: { Name: "web" } },
            ],
            ...template,
          },
        },
        aws_eks_node_group: {
          ng: {
            cluster_name: "demo",
            node_group_name: "web",
            node_role_arn: "arn:aws:iam::123456789012:role/eks-node",
            subnet_ids: ["subnet-a"],
            scaling_config: { desired_size: 1, max_size: 2, min_size: 1 },
            launch_template: {
              id: reference("aws_launch_template.lt.id"),
              version: reference("tostring(aws_launch_template.lt.latest_version)"),
            },
            ...group,
          },
        },
      },
    });
  const changes = async () => changesOf((await stack.plan()).plan);
  const deploy = () => stack.deploy({ waive: WAIVED });
  const stored = async (address: string) => {
    const state = await stack.backend.read();
    const found = state && stateObjects(state).find((object) => object.address === address);
    return found?.instance;
  };

  it("carries its new fields to AWS and back, and then has nothing to do", async () => {
    configure({
      template: {
        cpu_options: { core_count: 1, threads_per_core: 2, nested_virtualization: "enabled" },
        network_performance_options: { bandwidth_weighting: "vpc-1" },
        placement: { group_id: "pg-1" },
        block_device_mappings: [
          {
            device_name: "/dev/xvda",
            ebs: { volume_size: 50, volume_type: "gp3", throughput: 1500, encrypted: "true" },
          },
        ],
        secondary_interfaces: [
          {
            device_index: 1,
            network_card_index: 1,
            interface_type: "secondary",
            delete_on_termination: true,
            private_ip_addresses: ["10.0.0.4", "10.0.0.5"],
            secondary_subnet_id: "ss-1",
          },
        ],
      },
      group: {
        update_config: { max_unavailable: 1, update_strategy: "MINIMAL" },
        node_repair_config: {
          enabled: true,
          max_parallel_nodes_repaired_count: 1,
          max_unhealthy_node_threshold_percentage: 20,
          node_repair_config_overrides: [
            {
              min_repair_wait_time_mins: 10,
              node_monitoring_condition: "AcceleratedInstanceNotReady",
              node_unhealthy_reason: "NvidiaXID13Error",
              repair_action: "Reboot",
            },
          ],
        },
      },
    });
    const { summary } = await deploy();
    expect(summary.failed).toEqual([]);
    expect(await changes()).toEqual({});
    expect(await stored("aws_launch_template.lt")).toMatchObject({
      schema_version: 1,
      attributes: {
        region: "us-east-1",
        cpu_options: [{ nested_virtualization: "enabled" }],
        network_performance_options: [{ bandwidth_weighting: "vpc-1" }],
        placement: [{ group_id: "pg-1" }],
        secondary_interfaces: [
          { private_ip_addresses: ["10.0.0.4", "10.0.0.5"], secondary_subnet_id: "ss-1" },
        ],
      },
    });
    expect(await stored("aws_eks_node_group.ng")).toMatchObject({
      schema_version: 0,
      attributes: {
        region: "us-east-1",
        update_config: [{ max_unavailable: 1, update_strategy: "MINIMAL" }],
        node_repair_config: [
          {
            max_parallel_nodes_repaired_count: 1,
            node_repair_config_overrides: [{ repair_action: "Reboot" }],
          },
        ],
      },
    });
  });

  it("updates the new fields in place, with the calls that the provider makes", async () => {
    configure({ group: { update_config: { max_unavailable: 1 } } });
    await deploy();
    configure({
      template: { placement: { group_id: "pg-1" } },
      group: {
        update_config: { max_unavailable: 1, update_strategy: "MINIMAL" },
        node_repair_config: { enabled: true, max_parallel_nodes_repaired_percentage: 10 },
      },
    });
    const { plan } = await stack.plan();
    expect(plan.fleetwright.provider_release).toBe("6.55");
    expect(plan.fleetwright.operations.map(({ call }) => call)).toEqual([
      "ec2:CreateLaunchTemplateVersion",
      "eks:UpdateNodegroupVersion",
      "eks:UpdateNodegroupConfig",
    ]);
    expect(plan.fleetwright.operations.at(-1)?.parameters).toMatchObject({
      nodeRepairConfig: { enabled: true, maxParallelNodesRepairedPercentage: 10 },
      updateConfig: { maxUnavailable: 1, updateStrategy: "MINIMAL" },
    });
    expect(plan.fleetwright.node_effects).toMatchObject([{ kind: "rolling-update", surge: 0 }]);
    expect((await deploy()).summary.failed).toEqual([]);
    expect(await changes()).toEqual({});
  });

  it("knows the region before the apply, and replaces what moves to another", async () => {
    configure({});
    const { plan } = await stack.plan();
    const created = plan.resource_changes?.find(({ address }) => address === "aws_launch_template.lt");
    expect(created?.change.after).toMatchObject({ region: "us-east-1" });
    expect(created?.change.after_unknown).not.toHaveProperty("region");
    await deploy();
    configure({
      template: { region: "eu-central-1" },
      group: { region: "eu-central-1", subnet_ids: ["subnet-e"] },
    });
    const moved = (await stack.plan()).plan;
    expect(changesOf(moved)).toEqual({
      "aws_launch_template.lt": "delete,create",
      "aws_eks_node_group.ng": "delete,create",
    });
    expect(
      moved.resource_changes?.find(({ type }) => type === "aws_launch_template")?.change.replace_paths,
    ).toEqual([["region"]]);
    expect(moved.fleetwright.operations.map(({ call, region }) => [call, region ?? "us-east-1"])).toEqual([
      ["eks:DeleteNodegroup", "us-east-1"],
      ["ec2:DeleteLaunchTemplate", "us-east-1"],
      ["ec2:CreateLaunchTemplate", "eu-central-1"],
      ["eks:CreateNodegroup", "eu-central-1"],
    ]);
    expect((await deploy()).summary.failed).toEqual([]);
    expect(await stored("aws_eks_node_group.ng")).toMatchObject({
      attributes: {
        region: "eu-central-1",
        arn: expect.stringMatching(/^arn:aws:eks:eu-central-1:123456789012:nodegroup\/demo\/web\//),
      },
    });
    expect(await changes()).toEqual({});
  });

  it("refuses a region of another partition in the provider's words", async () => {
    configure({ template: { region: "cn-north-1" } });
    await expect(stack.plan()).rejects.toMatchObject({
      diagnostics: expect.arrayContaining([
        expect.objectContaining({
          summary:
            "partition (aws-cn) for per-resource Region (cn-north-1) is not the provider's configured partition (aws)",
        }),
      ]),
    });
  });

  it("takes over a state of provider 5: nothing changes but what is written", async () => {
    configure({});
    const before = stackRun(directory, createAwsSession());
    await before.deploy({ waive: WAIVED });
    const old = await before.backend.read();
    if (old === null) throw new Error("no state");
    expect(JSON.stringify(old)).toContain('"elastic_gpu_specifications"');
    const { plan } = await stack.plan();
    expect(changesOf(plan)).toEqual({});
    expect(plan.resource_drift?.map(({ change }) => change.after)).toMatchObject([
      { region: "us-east-1" },
      { region: "us-east-1" },
    ]);
    expect(JSON.stringify(plan)).not.toContain("elastic_gpu_specifications");
    configure({ group: { labels: { role: "web" } } });
    await deploy();
    expect(await stored("aws_eks_node_group.ng")).toMatchObject({ attributes: { region: "us-east-1" } });
    expect(await changes()).toEqual({});
  });

  it("writes a state that provider 5 refuses, as Terraform does", async () => {
    configure({});
    await deploy();
    await expect(stackRun(directory, createAwsSession()).plan()).rejects.toMatchObject({
      diagnostics: [
        {
          code: "PLAN_STATE_OF_NEWER_PROVIDER",
          summary: "Resource instance managed by newer provider version",
          address: "aws_launch_template.lt",
        },
      ],
    });
  });

  const readData = async (data: object) => {
    stack.configure({
      provider: {
        aws: {
          region: "us-east-1",
          access_key: "test",
          secret_key: "test",
          endpoints: Object.fromEntries(services.map((service) => [service, sandbox.url])),
        },
      },
      data,
    });
    const { plan } = await stack.plan();
    return Object.fromEntries(
      (plan.prior_state?.values?.root_module.resources ?? []).map(({ address, values }) => [address, values]),
    );
  };

  it("reads data sources in the region that they name", async () => {
    const read = await readData({
      aws_eks_cluster: { here: { name: "demo" }, there: { name: "demo", region: "eu-central-1" } },
      aws_region: { here: {}, there: { region: "eu-central-1" } },
      aws_caller_identity: { me: {} },
    });
    expect(read).toMatchObject({
      "data.aws_eks_cluster.here": { region: "us-east-1", arn: expect.stringContaining(":eks:us-east-1:") },
      "data.aws_eks_cluster.there": {
        region: "eu-central-1",
        arn: expect.stringContaining(":eks:eu-central-1:"),
        deletion_protection: false,
      },
      "data.aws_region.here": { name: "us-east-1", region: "us-east-1" },
      "data.aws_region.there": {
        name: "eu-central-1",
        region: "eu-central-1",
        description: "Europe (Frankfurt)",
      },
    });
    expect(read["data.aws_caller_identity.me"]).not.toHaveProperty("region");
  });

  it("takes the newest image only of a named owner, unless told otherwise", async () => {
    const newest = { most_recent: true, name_regex: "^amazon-eks-node-al2023-x86_64-standard-1.31-" };
    await expect(readData({ aws_ami: { any: newest } })).rejects.toMatchObject({
      diagnostics: [{ summary: "Most Recent Image Not Filtered", address: "data.aws_ami.any" }],
    });
    const read = await readData({ aws_ami: { any: { ...newest, allow_unsafe_filter: true } } });
    expect(read["data.aws_ami.any"]).toMatchObject({ allow_unsafe_filter: true, region: "us-east-1" });
  });
});
