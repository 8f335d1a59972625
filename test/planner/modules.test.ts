import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration } from "../../modules/configuration/index.js";
import { type PlanOptions, planStack } from "../../modules/planner/index.js";
import { providerRegistry } from "../../modules/provider/index.js";
import { emptyState, type TerraformState } from "../../modules/state/index.js";

const group = {
  cluster_name: "demo",
  node_group_name: "web",
  node_role_arn: "arn:aws:iam::123456789012:role/node",
  subnet_ids: ["subnet-1"],
  scaling_config: { desired_size: 1, max_size: 2, min_size: 1 },
};

async function planOf(configuration: object, state: TerraformState, options: Partial<PlanOptions> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-modules-"));
  try {
    const aws = { source: "hashicorp/aws" };
    const whole = { terraform: { required_providers: { aws } }, ...configuration };
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify(whole));
    const answer = planStack({
      configuration: await loadConfiguration(directory),
      registry: providerRegistry(),
      state,
      reads: new Map(),
      options: {
        stack: "s",
        directory,
        mode: "normal",
        refresh: false,
        targets: [],
        replace: [],
        timestamp: "2026-02-02T12:00:00Z",
        terraformVersion: "1.11.4",
        ...options,
      },
    });
    if (answer.kind !== "planned") throw new Error("reads are missing");
    return answer.plan;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe("a module call beside resources that can be planned", () => {
  const configuration = {
    module: {
      vpc: {
        source: "terraform-aws-modules/vpc/aws",
        version: "~> 5.0",
        cidr: "10.0.0.0/16",
        role: "${aws_launch_template.lt.id}",
      },
      zones: { source: "./zones", for_each: ["a"] },
    },
    locals: { subnets: "${module.vpc.private_subnets}" },
    resource: {
      aws_launch_template: { lt: { name: "web" } },
      aws_eks_node_group: {
        known: group,
        fed: {
          ...group,
          node_group_name: "fed",
          subnet_ids: "${local.subnets}",
          labels: '${module.zones["a"].labels}',
        },
      },
    },
    output: { vpc: { value: "${module.vpc.id}" } },
  };

  it("is listed, its outputs are unknown, and the plan is not complete", async () => {
    const plan = await planOf(configuration, emptyState());
    expect(plan.complete).toBe(false);
    expect(plan.fleetwright.unsupported).toEqual(["module.vpc", "module.zones"]);
    const changes = Object.fromEntries(
      (plan.resource_changes ?? []).map((each) => [each.address, each.change]),
    );
    expect(Object.keys(changes)).toEqual([
      "aws_eks_node_group.fed",
      "aws_eks_node_group.known",
      "aws_launch_template.lt",
    ]);
    expect(changes["aws_eks_node_group.fed"]?.after_unknown).toMatchObject({
      subnet_ids: true,
      labels: true,
    });
    expect(changes["aws_eks_node_group.known"]?.after).toMatchObject({ subnet_ids: ["subnet-1"] });
    expect(plan.output_changes).toMatchObject({ vpc: { after_unknown: true } });
    expect(plan.configuration).toMatchObject({
      root_module: {
        module_calls: {
          vpc: {
            source: "terraform-aws-modules/vpc/aws",
            expressions: {
              cidr: { constant_value: "10.0.0.0/16" },
              role: { references: ["aws_launch_template.lt.id", "aws_launch_template.lt"] },
            },
            version_constraint: "~> 5.0",
          },
        },
      },
    });
  });

  const withModule: TerraformState = {
    ...emptyState(),
    resources: [
      {
        module: 'module.zones["a"].module.inner',
        mode: "managed",
        type: "aws_launch_template",
        name: "x",
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: 0, attributes: { id: "lt-1", name: "x" } }],
      },
    ],
  };

  it.each(["normal", "destroy"] as const)("keeps its objects out of a %s plan", async (mode) => {
    const plan = await planOf(configuration, withModule, { mode });
    expect(JSON.stringify(plan.resource_changes ?? [])).not.toContain("module.zones");
  });

  it("loses its objects when it is called no longer", async () => {
    const without = await planOf({ locals: {} }, withModule);
    expect(without.resource_changes).toMatchObject([
      { change: { actions: ["delete"] }, action_reason: "delete_because_no_module" },
    ]);
  });
});
