import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { factsSchema } from "../../modules/policy/facts/facts-schema.js";
import { type Facts, type GateContext, type JudgedPlan, policyFacts } from "../../modules/policy/index.js";
import { nodeGroupChange, resourceChange, scaling, terraformPlan } from "../_helpers/plan-builder.js";

const plans = join(__dirname, "../fixtures/policy/plans");

function facts(plan: JudgedPlan, context: Partial<GateContext> = {}): Promise<Facts> {
  return policyFacts({ stacks: { prod: plan } }, { now: "2026-03-01T12:00:00Z", ...context });
}

async function group(
  plan: JudgedPlan,
  context: Partial<GateContext> = {},
): Promise<Facts["clusters"][number]["groups"][number]> {
  const [first] = (await facts(plan, context)).clusters[0]?.groups ?? [];
  if (first === undefined) throw new Error("no group");
  return first;
}

describe("facts", () => {
  it("of every recorded plan hold against their schema", async () => {
    for (const name of readdirSync(plans)) {
      const made = await facts(JSON.parse(readFileSync(join(plans, name), "utf8")));
      expect(factsSchema.safeParse(made).error).toBeUndefined();
    }
  });

  it("are the same for the same input, and do not change it", async () => {
    const text = readFileSync(join(plans, "create.json"), "utf8");
    const plan = JSON.parse(text);
    expect(await facts(plan)).toEqual(await facts(plan));
    expect(plan).toEqual(JSON.parse(text));
  });

  it("take a cluster's two versions from its own resource, whatever a data source says", async () => {
    const cluster = resourceChange("aws_eks_cluster", "prod", ["update"], {
      before: { name: "prod", version: "1.33" },
      after: { name: "prod", version: "1.34" },
    });
    const [made] = (
      await facts(terraformPlan({ changes: [cluster, nodeGroupChange({})], clusterVersion: "1.31" }))
    ).clusters;
    expect(made).toMatchObject({ minor_before: 33, minor_after: 34, version_source: "resource" });
  });

  it("leave a version that is only known after apply unknown", async () => {
    const cluster = resourceChange("aws_eks_cluster", "prod", ["update"], {
      before: { name: "prod", version: "1.33" },
      after: { name: "prod" },
      after_unknown: { version: true },
    });
    const [made] = (await facts(terraformPlan({ changes: [cluster] }))).clusters;
    expect(made?.minor_after).toBeUndefined();
    expect(made?.unknown).toEqual(["version"]);
  });

  it("find the cluster of a group through modules, where its name is not yet known", async () => {
    const cluster = resourceChange("aws_eks_cluster", "this", ["create"], {
      before: null,
      after: { name: "fresh", version: "1.34" },
    });
    const member = nodeGroupChange({ actions: ["create"], before: null });
    const { cluster_name: _, ...after } = { cluster_name: "", ...Object(member.change.after) };
    const moved = {
      ...member,
      address: `module.nodes.${member.address}`,
      module_address: "module.nodes",
      change: { ...member.change, after, after_unknown: { cluster_name: true } },
    };
    const configuration = {
      root_module: {
        resources: [{ address: "aws_eks_cluster.this", expressions: { name: { constant_value: "fresh" } } }],
        module_calls: {
          nodes: {
            expressions: { cluster: { references: ["aws_eks_cluster.this.id", "aws_eks_cluster.this"] } },
            module: {
              resources: [
                {
                  address: "aws_eks_node_group.workers-a",
                  expressions: { cluster_name: { references: ["var.cluster"] } },
                },
              ],
            },
          },
        },
      },
    };
    const made = await facts(
      terraformPlan({ changes: [cluster, moved], clusterVersion: null, configuration }),
    );
    expect(made.clusters.map(({ name, groups }) => [name, groups.length])).toEqual([["fresh", 1]]);
  });

  it("give a new group without a version that of its cluster, as EKS does", async () => {
    const { version: _, ...after } = { version: "", ...Object(nodeGroupChange({}).change.after) };
    const change = nodeGroupChange({ actions: ["create"], before: null, unknown: { version: true } });
    const created = { ...change, change: { ...change.change, after } };
    const configuration = {
      root_module: { resources: [{ address: change.address, expressions: { node_group_name: {} } }] },
    };
    const known = await group(terraformPlan({ changes: [created], configuration }));
    expect(known).toMatchObject({ follows_cluster: true, after: { minor: 34 } });
    const open = await group(terraformPlan({ changes: [created] }));
    expect(open.follows_cluster).toBe(false);
    expect(open.after?.minor).toBeUndefined();
  });

  it.each([
    ["#!/bin/bash\n/etc/eks/bootstrap.sh prod", "script", true],
    ["MIME-Version: 1.0\n\n--//\n#!/bin/bash\necho hello", "mime", false],
    [
      "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  cluster:\n    apiServerEndpoint: https://x",
      "node-config",
      true,
    ],
    ["apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet: {}", "node-config", false],
    ['[settings.kubernetes]\napi-server = "https://x"', "toml", true],
    ["[settings.host-containers.admin]\nenabled = true", "toml", false],
    ["<powershell>Start-EKSBootstrap</powershell>", "powershell", true],
    ["", "none", false],
  ])("read user data %#", async (text, form, bootstraps) => {
    const values = { id: "lt-1", name: "t", user_data: Buffer.from(text).toString("base64") };
    const template = resourceChange("aws_launch_template", "t", ["update"], {
      before: values,
      after: values,
    });
    const block = { launch_template: [{ id: "lt-1", version: "1" }] };
    const plan = terraformPlan({ changes: [template, nodeGroupChange({ before: block, after: block })] });
    const [made] = (await facts(plan)).clusters[0]?.launch_templates ?? [];
    expect(made?.after).toMatchObject({ user_data: form, bootstraps });
  });

  it.each([
    ["m7g.large", "arm64"],
    ["c7gn.xlarge", "arm64"],
    ["g5.xlarge", "x86_64"],
    ["g5g.xlarge", "arm64"],
    ["t4g.small", "arm64"],
    ["m6i.large", "x86_64"],
    ["a1.large", "arm64"],
    ["u-6tb1.metal", "x86_64"],
    ["im4gn.large", "arm64"],
    ["p4de.24xlarge", "x86_64"],
  ])("know that %s is %s", async (type, architecture) => {
    const made = await group(
      terraformPlan({ changes: [nodeGroupChange({ after: { instance_types: [type] } })] }),
    );
    expect(made.after?.instance_architectures).toEqual([architecture]);
  });

  it("add up what groups that share a subnet need from it", async () => {
    const changes = ["a", "b"].map((name) =>
      nodeGroupChange({ name, before: { release_version: "1.34.1-20260101" } }),
    );
    const live = { subnets: { "subnet-a": { zone: "eu-central-1a", freeIps: 30 } } };
    const [made] = (await facts(terraformPlan({ changes }), { live })).clusters;
    expect(made?.subnet_demand).toMatchObject([
      { nodes: 4, addresses: 80, free_ips: 30, groups: { length: 2 } },
    ]);
  });

  it("see no new demand where a group only gets other labels", async () => {
    const changes = [nodeGroupChange({ after: { labels: { a: "b" } } })];
    expect((await facts(terraformPlan({ changes }))).clusters[0]?.subnet_demand).toEqual([]);
  });

  it("count live groups that no plan speaks of", async () => {
    const live = {
      clusters: { prod: { nodeGroupNames: ["prod-workers-a", "other"], nodeGroups: {} } },
    };
    const [made] = (
      await facts(terraformPlan({ changes: [nodeGroupChange({ after: scaling(1, 3, 9) })] }), { live })
    ).clusters;
    expect(made?.other_groups).toBe(1);
  });
});
