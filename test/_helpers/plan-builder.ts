import type {
  ChangeActions,
  JsonObject,
  JsonValue,
  ResourceChange,
  TerraformPlan,
} from "../../modules/plan/index.js";

/** A small `terraform show -json` plan; what is not given is empty. */
export function terraformPlan(parts: {
  readonly changes?: readonly ResourceChange[];
  readonly region?: string;
  /** Version of the cluster `prod` as its data source reads it; null: there is none. */
  readonly clusterVersion?: string | null;
  readonly configuration?: JsonObject;
}): TerraformPlan {
  const { changes = [], region = "eu-central-1", clusterVersion = "1.34", configuration } = parts;
  const cluster = {
    address: "data.aws_eks_cluster.cluster",
    mode: "data",
    type: "aws_eks_cluster",
    name: "cluster",
    provider_name: provider,
    schema_version: 0,
    values: { name: "prod", version: clusterVersion, arn: `arn:aws:eks:${region}:111122223333:cluster/prod` },
    sensitive_values: {},
  } as const;
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: changes,
    prior_state: {
      format_version: "1.0",
      values: { root_module: { resources: clusterVersion === null ? [] : [cluster] } },
    },
    configuration: configuration ?? {
      provider_config: { aws: { name: "aws", expressions: { region: { constant_value: region } } } },
      root_module: {},
    },
    applyable: true,
    complete: true,
    errored: false,
  };
}

const provider = "registry.terraform.io/hashicorp/aws";

/** A change of a healthy node group of the cluster `prod`; `before` and `after` give what differs from it. */
export function nodeGroupChange(parts: {
  readonly name?: string;
  readonly actions?: ChangeActions;
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
  readonly unknown?: JsonObject;
  readonly replacePaths?: readonly (readonly (string | number)[])[];
}): ResourceChange {
  const { name = "workers-a", actions = ["update"], before = {}, after = {}, unknown = {} } = parts;
  return resourceChange("aws_eks_node_group", name, actions, {
    before: before === null ? null : { ...nodeGroupValues(name), ...before },
    after: after === null ? null : { ...nodeGroupValues(name), ...after },
    after_unknown: unknown,
    ...(parts.replacePaths && { replace_paths: parts.replacePaths }),
  });
}

export function resourceChange(
  type: string,
  name: string,
  actions: ChangeActions,
  change: {
    readonly before: JsonValue;
    readonly after: JsonValue;
    readonly after_unknown?: JsonValue;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly before_sensitive?: JsonValue;
    readonly after_sensitive?: JsonValue;
  },
): ResourceChange {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: provider,
    change: { actions, after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change },
  };
}

/** `min_size`, `max_size` and `desired_size` as the provider holds them. */
export function scaling(min: number, desired: number, max: number): JsonObject {
  return { scaling_config: [{ min_size: min, desired_size: desired, max_size: max }] };
}

function nodeGroupValues(name: string): JsonObject {
  return {
    cluster_name: "prod",
    node_group_name: `prod-${name}`,
    node_group_name_prefix: "",
    version: "1.34",
    release_version: "1.34.2-20260201",
    ami_type: "AL2023_x86_64_STANDARD",
    capacity_type: "ON_DEMAND",
    instance_types: ["m6i.large"],
    subnet_ids: ["subnet-a"],
    labels: {},
    taint: [],
    tags: {},
    tags_all: {},
    launch_template: [],
    remote_access: [],
    status: "ACTIVE",
    update_config: [{ max_unavailable: 1, max_unavailable_percentage: 0 }],
    ...scaling(1, 3, 10),
  };
}
