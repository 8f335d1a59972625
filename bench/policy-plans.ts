import type { JsonObject, ResourceChange, TerraformPlan } from "../modules/plan/index.js";
import type { JudgedPlans } from "../modules/policy/index.js";

/** Plans of `clusters` clusters with ten node groups and their launch templates each: 20 changes a cluster. */
export function benchmarkPlans(clusters: number): JudgedPlans {
  const stacks = Array.from({ length: clusters }, (_, index): [string, TerraformPlan] => {
    const name = `cluster-${String(index).padStart(5, "0")}`;
    return [name, clusterPlan(name)];
  });
  return { stacks: Object.fromEntries(stacks) };
}

/** The same changes in one plan, as a monorepo's root module has them. */
export function benchmarkPlan(clusters: number): JudgedPlans {
  const plans = Object.values(benchmarkPlans(clusters).stacks);
  const [first] = plans;
  if (first === undefined) return { stacks: {} };
  const changes = plans.flatMap((plan, index) =>
    (plan.resource_changes ?? []).map((change) => ({
      ...change,
      address: `module.c${index}.${change.address}`,
      module_address: `module.c${index}`,
    })),
  );
  return { stacks: { fleet: { ...first, resource_changes: changes } } };
}

function clusterPlan(cluster: string): TerraformPlan {
  const changes = Array.from({ length: 10 }, (_, index) => [
    change(
      "aws_launch_template",
      `workers-${index}`,
      template(cluster, index, "1"),
      template(cluster, index, "2"),
    ),
    change(
      "aws_eks_node_group",
      `workers-${index}`,
      nodeGroup(cluster, index, 1),
      nodeGroup(cluster, index, 2),
    ),
  ]).flat();
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: changes,
    prior_state: { format_version: "1.0", values: { root_module: { resources: [] } } },
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: { constant_value: "eu-central-1" } } } },
      root_module: {},
    },
    applyable: true,
    complete: true,
    errored: false,
  };
}

function change(type: string, name: string, before: JsonObject, after: JsonObject): ResourceChange {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: {
      actions: ["update"],
      before,
      after,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  };
}

function nodeGroup(cluster: string, index: number, templateVersion: number): JsonObject {
  const name = `${cluster}-${index}-workers`;
  return {
    ami_type: "AL2023_x86_64_STANDARD",
    arn: `arn:aws:eks:eu-central-1:111122223333:nodegroup/${cluster}/${name}/0a1b2c3d-0000-4000-8000-000000000000`,
    capacity_type: index % 2 === 0 ? "SPOT" : "ON_DEMAND",
    cluster_name: cluster,
    disk_size: 0,
    force_update_version: null,
    id: `${cluster}:${name}`,
    instance_types: ["m6i.large", "m6a.large", "m5.large"],
    labels: { role: "worker", team: "shop" },
    launch_template: [{ id: `lt-${cluster}-${index}`, name, version: String(templateVersion) }],
    node_group_name: name,
    node_group_name_prefix: "",
    node_repair_config: [],
    node_role_arn: "arn:aws:iam::111122223333:role/eks-node",
    release_version: "1.34.2-20260201",
    remote_access: [],
    resources: [{ autoscaling_groups: [{ name: `eks-${name}` }], remote_access_security_group_id: "" }],
    scaling_config: [{ desired_size: 6, max_size: index === 9 ? 101 : 20, min_size: 2 }],
    status: "ACTIVE",
    subnet_ids: [`subnet-${cluster}-${index % 3}`],
    tags: { Team: "shop" },
    tags_all: { Team: "shop", Fleet: "bench" },
    taint: [],
    timeouts: null,
    update_config: [{ max_unavailable: 1, max_unavailable_percentage: 0 }],
    version: "1.34",
  };
}

function template(cluster: string, index: number, image: string): JsonObject {
  return {
    id: `lt-${cluster}-${index}`,
    name: `${cluster}-${index}-workers`,
    block_device_mappings: [
      { device_name: "/dev/xvda", ebs: [{ encrypted: "true", volume_size: 50, volume_type: "gp3" }] },
    ],
    description: `image ${image}`,
    latest_version: 1,
    metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 2 }],
    tags: { Team: "shop" },
    tags_all: { Team: "shop" },
    user_data: "",
    vpc_security_group_ids: ["sg-0123456789abcdef0"],
  };
}
