import { type ProviderConfiguration, providerRegistry } from "../../modules/provider/index.js";
import { type ObjectValue, UNKNOWN, type Value } from "../../modules/values/index.js";

const PROVIDER: ProviderConfiguration = {
  region: "us-east-1",
  defaultTags: {},
  ignoreTags: { keys: [], keyPrefixes: [] },
};

/** Every attribute null and every block empty, but for what is given. */
function objectOf(type: string, values: { readonly [name: string]: Value }): ObjectValue {
  const block = providerRegistry().resourceType(type)?.schema.block;
  if (block === undefined) throw new Error(type);
  return {
    ...Object.fromEntries(Object.keys(block.attributes).map((name) => [name, null])),
    ...Object.fromEntries(
      Object.entries(block.blocks).map(([name, { nesting }]) => [name, nesting === "single" ? null : []]),
    ),
    ...values,
  };
}

function plan(
  type: string,
  prior: ObjectValue | null,
  proposed: ObjectValue,
  provider: ProviderConfiguration = PROVIDER,
) {
  const resourceType = providerRegistry().resourceType(type);
  if (resourceType === undefined) throw new Error(type);
  return resourceType.planResourceChange({ prior, config: proposed, proposed, provider });
}

describe("launch template", () => {
  const prior = objectOf("aws_launch_template", {
    id: "lt-1",
    name: "web",
    image_id: "ami-1",
    latest_version: 3,
    default_version: 1,
    tags: { Name: "web" },
    tags_all: { Name: "web" },
  });
  const planned = (changes: { readonly [name: string]: Value }, provider = PROVIDER): ObjectValue =>
    plan("aws_launch_template", prior, { ...prior, ...changes }, provider).planned;

  test.each([
    ["its content", { image_id: "ami-2" }],
    ["its tags alone, although no version will come of it", { tags: { Name: "api" } }],
    ["maintenance_options alone", { maintenance_options: [{ auto_recovery: "disabled" }] }],
  ])("has an unknown latest version when %s changes", (_what, changes) => {
    expect(planned(changes).latest_version).toBe(UNKNOWN);
    expect(planned(changes).default_version).toBe(1);
  });

  test.each([
    ["its description", { description: "new" }],
    ["whether the default follows", { update_default_version: true }],
  ])("keeps its latest version known when only %s changes", (_what, changes) => {
    expect(planned(changes).latest_version).toBe(3);
  });

  test("keeps its latest version known when only the provider's default tags change", () => {
    const result = planned({}, { ...PROVIDER, defaultTags: { Team: "a" } });
    expect(result.tags_all).toEqual({ Name: "web", Team: "a" });
    expect(result.latest_version).toBe(3);
  });

  test("has both versions unknown when the default follows a change of content", () => {
    const result = planned({ image_id: "ami-2", update_default_version: true });
    expect([result.latest_version, result.default_version]).toEqual([UNKNOWN, UNKNOWN]);
  });

  test("gets tags_all unknown from an empty tag value, and without what ignore_tags names", () => {
    expect(planned({ tags: { a: "" } }).tags_all).toBe(UNKNOWN);
    const ignoring = { ...PROVIDER, ignoreTags: { keys: ["b"], keyPrefixes: ["k8s/"] } };
    expect(planned({ tags: { a: "1", b: "2", "k8s/x": "3" } }, ignoring).tags_all).toEqual({ a: "1" });
  });

  test("takes nullable booleans that mean the same for equal", () => {
    const withFalse = { ...prior, ebs_optimized: "false" };
    expect(plan("aws_launch_template", withFalse, { ...withFalse, ebs_optimized: "0" }).planned).toBe(
      withFalse,
    );
  });
});

describe("node group", () => {
  const prior = objectOf("aws_eks_node_group", {
    id: "prod:a",
    cluster_name: "prod",
    node_group_name: "a",
    node_role_arn: "arn",
    subnet_ids: ["subnet-1"],
    resources: [],
    instance_types: [],
    tags_all: {},
    scaling_config: [{ desired_size: 1, max_size: 3, min_size: 1 }],
    update_config: [{ max_unavailable: 1, max_unavailable_percentage: 0 }],
  });
  const result = (changes: { readonly [name: string]: Value }) =>
    plan("aws_eks_node_group", prior, { ...prior, ...changes });

  test("is not changed by null becoming false, by timeouts, or by a block that is left out", () => {
    expect(result({ force_update_version: false }).planned).toBe(prior);
    expect(result({ timeouts: { create: "5m", update: null, delete: null } }).planned).toBe(prior);
    expect(result({ update_config: [] }).planned).toBe(prior);
  });

  test("shows null becoming false once anything else changes", () => {
    expect(result({ force_update_version: false, version: "1.32" }).planned.force_update_version).toBe(false);
  });

  test("loses the number of unavailable nodes when a percentage takes its place", () => {
    const { planned } = result({
      update_config: [{ max_unavailable: null, max_unavailable_percentage: 50 }],
    });
    expect(planned.update_config).toEqual([{ max_unavailable: null, max_unavailable_percentage: 50 }]);
  });

  test("has labels unknown as a whole when one of them is", () => {
    expect(result({ labels: { a: "1", b: UNKNOWN } }).planned.labels).toBe(UNKNOWN);
  });

  test("is replaced by what forces it, the paths ending with attribute names", () => {
    expect(result({ instance_types: ["m5.large"] }).requiresReplace).toContainEqual(["instance_types"]);
    expect(
      result({ remote_access: [{ ec2_ssh_key: "k", source_security_group_ids: null }] }).requiresReplace,
    ).toEqual(expect.arrayContaining([["remote_access"], ["remote_access", 0, "ec2_ssh_key"]]));
  });

  test("has everything computed unknown when it is new, optional blocks as a whole", () => {
    const config = objectOf("aws_eks_node_group", {
      cluster_name: "prod",
      node_group_name: "a",
      node_role_arn: "arn",
      subnet_ids: ["subnet-1"],
      scaling_config: [{ desired_size: 1, max_size: 3, min_size: 1 }],
    });
    const { planned } = plan("aws_eks_node_group", null, config);
    expect([planned.id, planned.version, planned.update_config, planned.tags_all]).toEqual(
      Array(4).fill(UNKNOWN),
    );
    expect([planned.labels, planned.taint]).toEqual([null, []]);
  });
});

describe("timeouts", () => {
  test.each([
    ["create", "2 hours", 'time: unknown unit " hours" in duration "2 hours"'],
    ["create", "", 'time: invalid duration ""'],
    ["delete", "5", 'time: missing unit in duration "5"'],
    ["update", "h", 'time: invalid duration "h"'],
  ])("of %s %j are refused when the plan is made, as by the provider", (operation, text, problem) => {
    const proposed = objectOf("aws_eks_node_group", { timeouts: { [operation]: text } });
    expect(() => plan("aws_eks_node_group", null, proposed)).toThrow(
      `Error parsing "${operation}" timeout: ${problem}`,
    );
  });

  test.each(["1h30m", "90m", "0", "1.5h", "-5s"])("may be %s", (text) => {
    const proposed = objectOf("aws_eks_node_group", { timeouts: { create: text } });
    expect(plan("aws_eks_node_group", null, proposed).planned.timeouts).toMatchObject({ create: text });
  });
});
