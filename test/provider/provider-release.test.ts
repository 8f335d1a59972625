import { chooseRelease, providerRegistry, releaseText } from "../../modules/provider/index.js";
import type { ObjectValue } from "../../modules/values/index.js";

const nothing = { constraint: null, locked: null, requested: null, stateOf6: false };
const chosen = (evidence: Partial<Parameters<typeof chooseRelease>[0]>) => {
  const { release, problems } = chooseRelease({ ...nothing, ...evidence });
  return problems.length === 0 ? releaseText(release) : problems.map(({ code }) => code).join();
};

describe("the release of the AWS provider", () => {
  test.each([
    ["5.100 when nothing is said", {}, "5.100"],
    ["5.100 when the constraint accepts 5 and 6", { constraint: ">= 5.100, < 7.0.0" }, "5.100"],
    ["6 when such a stack's state is of 6", { constraint: ">= 5.100, < 7.0.0", stateOf6: true }, "6.55"],
    ["5.100 for any 5.x", { constraint: "~> 5.31" }, "5.100"],
    ["5.100 for an exact 5.x", { constraint: "5.100.0" }, "5.100"],
    ["5.100 for 5.x although the state is of 6", { constraint: "~> 5.0", stateOf6: true }, "5.100"],
    ["the newest accepted 6.x", { constraint: "~> 6.0" }, "6.55"],
    ["the newest accepted minor release", { constraint: ">= 6.0, < 6.26" }, "6.25"],
    ["the named patch release's line", { constraint: "6.22.1" }, "6.22"],
    ["a patch-level constraint's line", { constraint: "~> 6.14.1" }, "6.14"],
    ["a release later than those known here", { constraint: "~> 6.80" }, "6.80"],
    [
      "what is excluded not",
      { constraint: "~> 6.0, < 6.2.0, != 6.1.0, != 6.1.1, != 6.1.2, != 6.1.3" },
      "6.0",
    ],
    ["the locked version before the constraint", { constraint: "> 5.0", locked: "6.25.0" }, "6.25"],
    [
      "the requested release before all else",
      { constraint: "> 5.0", locked: "5.100.0", requested: "6.25" },
      "6.25",
    ],
    [
      "none that the constraint refuses",
      { constraint: "~> 5.0", requested: "6.25" },
      "PROVIDER_RELEASE_NOT_ACCEPTED",
    ],
    ["none of 4.x", { constraint: "~> 4.67" }, "PROVIDER_RELEASE_UNKNOWN"],
    ["none of 7.x", { locked: "7.1.0" }, "PROVIDER_RELEASE_UNKNOWN"],
    ["none from a constraint that is none", { constraint: "latest" }, "PROVIDER_VERSION_CONSTRAINT"],
  ])("is %s", (_, evidence, expected) => {
    expect(chosen(evidence)).toBe(expected);
  });
});

describe("what a release has", () => {
  const attributesOf = (minor: number, type = "aws_eks_node_group", block = "update_config") =>
    Object.keys(
      providerRegistry({ major: 6, minor }).resourceType(type)?.schema.block.blocks[block]?.block
        .attributes ?? {},
    );

  it("grows with its minor releases", () => {
    expect(attributesOf(25)).not.toContain("update_strategy");
    expect(attributesOf(26)).toContain("update_strategy");
    expect(attributesOf(19, "aws_eks_node_group", "node_repair_config")).toEqual(["enabled"]);
    expect(attributesOf(20, "aws_eks_node_group", "node_repair_config")).toHaveLength(5);
    expect(attributesOf(11, "aws_launch_template", "placement")).not.toContain("group_id");
    expect(attributesOf(32, "aws_launch_template", "cpu_options")).not.toContain("nested_virtualization");
    expect(attributesOf(33, "aws_launch_template", "secondary_interfaces")).toContain("secondary_subnet_id");
    expect(attributesOf(28, "aws_launch_template", "network_performance_options")).toEqual([]);
  });

  const problems = (minor: number, type: string, config: ObjectValue) =>
    providerRegistry({ major: 6, minor })
      .resourceType(type)
      ?.validate(config)
      .map(({ summary, detail }) => (detail === undefined ? summary : `${summary}: ${detail}`));

  it("is checked with its own limits and conflicts", () => {
    const repair = {
      max_parallel_nodes_repaired_count: 1,
      max_parallel_nodes_repaired_percentage: 200,
      node_repair_config_overrides: [{ min_repair_wait_time_mins: 0, repair_action: "Sleep" }],
    };
    expect(problems(26, "aws_eks_node_group", { node_repair_config: [repair] })).toEqual([
      'Conflicting configuration arguments: "node_repair_config.0.max_parallel_nodes_repaired_count": conflicts with node_repair_config.0.max_parallel_nodes_repaired_percentage',
      'Conflicting configuration arguments: "node_repair_config.0.max_parallel_nodes_repaired_percentage": conflicts with node_repair_config.0.max_parallel_nodes_repaired_count',
      "expected node_repair_config.0.node_repair_config_overrides.0.min_repair_wait_time_mins to be at least (1), got 0",
      'expected repair_action to be one of ["Replace" "Reboot" "NoAction"], got Sleep',
    ]);
    const throughput = (value: number) => ({
      block_device_mappings: [{ ebs: [{ throughput: value }] }],
    });
    expect(problems(16, "aws_launch_template", throughput(1500))).toHaveLength(1);
    expect(problems(17, "aws_launch_template", throughput(1500))).toEqual([]);
    expect(problems(17, "aws_launch_template", throughput(2001))).toEqual([
      "expected block_device_mappings.0.ebs.0.throughput to be in the range (125 - 2000), got 2001",
    ]);
    expect(
      problems(33, "aws_launch_template", { placement: [{ group_id: "pg-1", group_name: "a" }] }),
    ).toHaveLength(2);
    expect(problems(0, "aws_eks_node_group", { ami_type: "WINDOWS_CORE_2025_x86_64" })).toEqual([]);
    expect(
      providerRegistry()
        .resourceType("aws_eks_node_group")
        ?.validate({ ami_type: "WINDOWS_CORE_2025_x86_64" }),
    ).toHaveLength(1);
  });

  it("finds an object by its id and its region", () => {
    const type = providerRegistry({ major: 6, minor: 25 }).resourceType("aws_eks_node_group");
    const config = { cluster_name: "demo", node_group_name: "web" };
    expect(type?.naturalKey(config)).toBe("demo:web");
    expect(type?.naturalKey({ ...config, region: "eu-central-1" })).toBe("demo:web@eu-central-1");
    expect(type?.importStub("demo:web@eu-central-1")).toEqual({ id: "demo:web", region: "eu-central-1" });
    expect(type?.importStub("demo:web")).toEqual({ id: "demo:web" });
  });
});
