import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration } from "../../modules/configuration/index.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import type { StackPlan } from "../../modules/plan/index.js";
import {
  createApplyEvaluation,
  type PlanOptions,
  type PlanStackInput,
  planStack,
  type ReadRequest,
} from "../../modules/planner/index.js";
import { providerRegistry } from "../../modules/provider/index.js";
import { renderPlanNotes } from "../../modules/report/index.js";
import type { JsonObject } from "../../modules/state/index.js";
import type { ObjectValue } from "../../modules/values/index.js";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "planner-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const OPTIONS: PlanOptions = {
  stack: "prod",
  directory: "cdktf.out/stacks/prod",
  mode: "normal",
  refresh: true,
  targets: [],
  replace: [],
  timestamp: "2026-01-02T03:04:05Z",
  terraformVersion: "1.11.4",
};

const GROUP = {
  cluster_name: "prod",
  node_group_name: "spot",
  node_role_arn: "arn:aws:iam::123456789012:role/node",
  subnet_ids: ["subnet-1"],
  scaling_config: [{ desired_size: 2, max_size: 5, min_size: 1 }],
};

const LIVE_GROUP: ObjectValue = {
  ...GROUP,
  ami_type: "AL2023_x86_64_STANDARD",
  arn: "arn:aws:eks:us-east-1:123456789012:nodegroup/prod/spot/1",
  capacity_type: "ON_DEMAND",
  disk_size: 20,
  force_update_version: null,
  id: "prod:spot",
  instance_types: ["m5.large"],
  labels: {},
  launch_template: [],
  node_group_name_prefix: "",
  node_repair_config: [],
  release_version: "1.31.1-20250101",
  remote_access: [],
  resources: [],
  status: "ACTIVE",
  tags: {},
  tags_all: {},
  taint: [],
  timeouts: null,
  update_config: [{ max_unavailable: 1, max_unavailable_percentage: 0 }],
  version: "1.31",
};

async function inputOf(resources: JsonObject, options: Partial<PlanOptions> = {}): Promise<PlanStackInput> {
  const configuration = { provider: { aws: [{ region: "us-east-1" }] }, resource: resources };
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(configuration));
  return {
    configuration: await loadConfiguration(directory),
    registry: providerRegistry(),
    state: null,
    reads: new Map(),
    options: { ...OPTIONS, ...options },
  };
}

/** Answers every request with the live object of its type. */
function planWith(
  input: PlanStackInput,
  live: (request: ReadRequest) => ObjectValue | null,
): { readonly plan: StackPlan; readonly input: PlanStackInput } {
  let current = input;
  for (;;) {
    const answer = planStack(current);
    if (answer.kind === "planned") return { plan: answer.plan, input: current };
    const reads = new Map(current.reads);
    for (const request of answer.reads) reads.set(request.key, live(request));
    current = { ...current, reads };
  }
}

test("asks for a live object by its natural key where no state is kept", async () => {
  const answer = planStack(await inputOf({ aws_eks_node_group: { a: GROUP } }));
  expect(answer).toMatchObject({
    kind: "reads-required",
    reads: [{ kind: "find", address: "aws_eks_node_group.a", naturalKey: "prod:spot", providerKey: "aws" }],
  });
});

test("finds nothing to do where the live group is as configured", async () => {
  const { plan } = planWith(await inputOf({ aws_eks_node_group: { a: GROUP } }), () => LIVE_GROUP);
  expect(plan.resource_changes?.[0]?.change.actions).toEqual(["no-op"]);
  expect(plan.applyable).toBe(false);
  expect(plan.fleetwright.operations).toEqual([]);
  expect(plan.fleetwright.account).toBe("123456789012");
});

test("says what is sent when the ignored live desired size leaves the new bounds", async () => {
  const group = {
    ...GROUP,
    scaling_config: [{ desired_size: 2, max_size: 3, min_size: 2 }],
    lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
  };
  const live = { ...LIVE_GROUP, scaling_config: [{ desired_size: 5, max_size: 5, min_size: 1 }] };
  const { plan } = planWith(await inputOf({ aws_eks_node_group: { a: group } }), () => live);
  expect(plan.fleetwright.ignored_changes).toEqual([
    {
      address: "aws_eks_node_group.a",
      path: ["scaling_config", 0, "desired_size"],
      configured: 2,
      live: 5,
      will_send: 3,
    },
  ]);
  expect(plan.fleetwright.operations).toMatchObject([
    {
      call: "eks:UpdateNodegroupConfig",
      parameters: { scalingConfig: { desiredSize: 3, minSize: 2, maxSize: 3 } },
    },
  ]);
});

test("orders the template's new version before the group that rolls to it, and tells the surge", async () => {
  const input = await inputOf({
    aws_launch_template: { lt: { name: "template", image_id: "ami-2" } },
    aws_eks_node_group: {
      a: {
        ...GROUP,
        launch_template: [
          { id: "${aws_launch_template.lt.id}", version: "${aws_launch_template.lt.latest_version}" },
        ],
      },
    },
  });
  const { plan } = planWith(input, ({ type }) =>
    type === "aws_launch_template"
      ? {
          id: "lt-1",
          name: "template",
          image_id: "ami-1",
          latest_version: 1,
          default_version: 1,
          tags_all: {},
        }
      : { ...LIVE_GROUP, launch_template: [{ id: "lt-1", name: "template", version: "1" }] },
  );
  const [version, roll] = plan.fleetwright.operations;
  expect(version?.call).toBe("ec2:CreateLaunchTemplateVersion");
  expect(roll?.call).toBe("eks:UpdateNodegroupVersion");
  expect(roll?.after).toEqual([version?.id]);
  expect(plan.fleetwright.node_effects).toMatchObject([{ kind: "rolling-update", nodes: 2, surge: 2 }]);
});

test("tells what a replacement loses of what was ignored", async () => {
  const group = {
    ...GROUP,
    disk_size: 50,
    lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
  };
  const live = { ...LIVE_GROUP, scaling_config: [{ desired_size: 5, max_size: 5, min_size: 1 }] };
  const { plan } = planWith(await inputOf({ aws_eks_node_group: { a: group } }), () => live);
  expect(plan.fleetwright.ignored_changes).toMatchObject([
    { path: ["scaling_config", 0, "desired_size"], configured: 2, live: 5, lost_on_replacement: true },
  ]);
  expect(renderPlanNotes(plan, { color: false })).toContain(
    "scaling_config[0].desired_size: 5 live, but a replacement starts with 2 as configured",
  );
});

test("lists what ignore_changes = all hides", async () => {
  const group = {
    ...GROUP,
    disk_size: 50,
    labels: { team: "a" },
    lifecycle: { ignore_changes: "all" },
  };
  const { plan } = planWith(await inputOf({ aws_eks_node_group: { a: group } }), () => LIVE_GROUP);
  expect(plan.resource_changes?.[0]?.change.actions).toEqual(["no-op"]);
  expect(plan.fleetwright.ignored_changes.map(({ path, live }) => [path, live])).toEqual([
    [["disk_size"], 20],
    [["labels"], {}],
  ]);
});

test("names an update for which nothing will be called", async () => {
  const group = { ...GROUP, force_update_version: true };
  const { plan } = planWith(await inputOf({ aws_eks_node_group: { a: group } }), () => LIVE_GROUP);
  expect(plan.resource_changes?.[0]?.change.actions).toEqual(["update"]);
  expect(plan.fleetwright.operations).toEqual([]);
  expect(renderPlanNotes(plan, { color: false })).toContain(
    "aws_eks_node_group.a: an update in the plan only, no call expected: force_update_version",
  );
});

test("tells each call with what is sent, in the order in which they are made", async () => {
  const group = { ...GROUP, version: "1.32", labels: { team: "a" } };
  const { plan } = planWith(await inputOf({ aws_eks_node_group: { a: group } }), () => LIVE_GROUP);
  expect(renderPlanNotes(plan, { color: false }).split("\n").slice(2, 5)).toEqual([
    "  1 × eks:UpdateNodegroupConfig, 1 × eks:UpdateNodegroupVersion, in this order:",
    '   1. aws_eks_node_group.a: eks:UpdateNodegroupVersion (clusterName="prod", nodegroupName="spot", version="1.32"), then wait: update Successful',
    '   2. aws_eks_node_group.a: eks:UpdateNodegroupConfig (clusterName="prod", nodegroupName="spot", labels={addOrUpdateLabels: {team: "a"}}), then wait: update Successful',
  ]);
});

test("shows no parameters of a resource with sensitive values", async () => {
  const group = { ...GROUP, labels: { team: '${sensitive("hidden")}' } };
  const { plan } = planWith(await inputOf({ aws_eks_node_group: { a: group } }), () => LIVE_GROUP);
  const notes = renderPlanNotes(plan, { color: false });
  expect(notes).toContain("(clusterName, nodegroupName, labels: values not shown, some are sensitive)");
  expect(notes).not.toContain("hidden");
});

test("takes everything for new, and says so, where neither a state nor AWS is asked", async () => {
  const { plan } = planWith(
    await inputOf({ aws_eks_node_group: { a: GROUP } }, { refresh: false, find: false }),
    () => {
      throw new Error("nothing is to be read");
    },
  );
  expect(plan.resource_changes?.[0]?.change.actions).toEqual(["create"]);
  expect(plan.fleetwright.diagnostics.map(({ code }) => code)).toEqual(["PLAN_NOTHING_KNOWN"]);
});

test("refuses to destroy what prevent_destroy protects", async () => {
  const group = { ...GROUP, disk_size: 50, lifecycle: { prevent_destroy: true } };
  const input = await inputOf({ aws_eks_node_group: { a: group } });
  expect(problemsOf(() => planWith(input, () => LIVE_GROUP))).toEqual(["PLAN_PREVENT_DESTROY"]);
});

test("names every argument that the provider refuses, with its line", async () => {
  const group = { ...GROUP, capacity_type: "CHEAP", node_group_name_prefix: "x" };
  const input = await inputOf({ aws_eks_node_group: { a: group } });
  expect([...problemsOf(() => planStack(input))].sort()).toEqual([
    "PROVIDER_CONFLICT",
    "PROVIDER_CONFLICT",
    "PROVIDER_INVALID_VALUE",
  ]);
});

test.each([
  ["taint[0].key", "Cannot index a set value"],
  ["scaling_config.desired_size", "Invalid operation"],
  ["nothing", "Unsupported attribute"],
])("refuses ignore_changes of %s as Terraform does", async (path, summary) => {
  const group = { ...GROUP, lifecycle: { ignore_changes: [path] } };
  const input = await inputOf({ aws_eks_node_group: { a: group } });
  expect(() => planStack(input)).toThrow(summary);
});

test("marks a plan with an unknown resource type incomplete and its values unknown", async () => {
  const input = await inputOf({
    aws_iam_role: { node: { name: "node" } },
    aws_eks_node_group: { a: { ...GROUP, node_role_arn: "${aws_iam_role.node.arn}" } },
  });
  const { plan } = planWith({ ...input, state: emptyState() }, () => null);
  expect(plan.complete).toBe(false);
  expect(plan.fleetwright.unsupported).toEqual(["aws_iam_role.node"]);
  expect(plan.resource_changes?.[0]?.change.after_unknown).toMatchObject({ node_role_arn: true });
});

test("gives apply the group planned again with the template's new version", async () => {
  const resources = {
    aws_launch_template: { lt: { name: "template", image_id: "ami-2" } },
    aws_eks_node_group: {
      a: {
        ...GROUP,
        launch_template: [
          { id: "${aws_launch_template.lt.id}", version: "${aws_launch_template.lt.latest_version}" },
        ],
      },
    },
  };
  const template = { id: "lt-1", name: "template", image_id: "ami-1", latest_version: 1, tags_all: {} };
  const group = { ...LIVE_GROUP, launch_template: [{ id: "lt-1", name: "template", version: "1" }] };
  const { input } = planWith(await inputOf(resources), ({ type }) =>
    type === "aws_launch_template" ? template : group,
  );
  const evaluation = createApplyEvaluation(input);
  const updated = { ...template, image_id: "ami-2", latest_version: 2 };
  const again = evaluation.evaluate(
    "aws_eks_node_group.a",
    new Map<string, ObjectValue>([["aws_launch_template.lt", updated]]),
  );
  expect(again.actions).toEqual(["update"]);
  expect(again.planned.launch_template).toEqual([{ id: "lt-1", name: "template", version: "2" }]);
  expect(evaluation.dependencies("aws_eks_node_group.a")).toEqual(["aws_launch_template.lt"]);
});

function emptyState(): NonNullable<PlanStackInput["state"]> {
  return {
    version: 4,
    terraform_version: "1.11.4",
    serial: 0,
    lineage: "",
    outputs: {},
    resources: [],
    check_results: null,
  };
}

function problemsOf(step: () => unknown): readonly string[] {
  try {
    step();
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
  return [];
}
