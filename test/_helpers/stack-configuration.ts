const reference = (expression: string): string => `$${"{"}${expression}}`;

export interface WantedStack {
  readonly groups?: readonly string[];
  /** What single groups have of their own. */
  readonly own?: { readonly [group: string]: Omit<WantedStack, "groups" | "own" | "endpoint"> };
  readonly volumeSize?: number;
  readonly labels?: { readonly [key: string]: string };
  readonly version?: string;
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly desiredSize?: number;
  readonly tags?: { readonly [key: string]: string };
  readonly instanceTypes?: readonly string[];
  readonly timeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
  /** Node groups are called `demo-NAME` and no more. */
  readonly fixedNames?: boolean;
  /** False: node groups are replaced by deleting the old one first. */
  readonly createBeforeDestroy?: boolean;
  /** Where the provider's calls go; by default the environment says. */
  readonly endpoint?: string;
}

/**
 * A template and a node group in subnet `subnet-NAME` of cluster `demo` for each name, written in the way of
 * our own stacks: prefixes, create-before-destroy, desired size left to the autoscaler.
 */
export function stackConfiguration(wanted: WantedStack = {}) {
  const groups = wanted.groups ?? ["a", "b"];
  const each = <T>(make: (name: string, wanted: WantedStack) => T) =>
    Object.fromEntries(groups.map((name) => [name, make(name, { ...wanted, ...wanted.own?.[name] })]));
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: {
      aws: {
        region: "us-east-1",
        default_tags: { tags: { Fleet: "f1" } },
        ...(wanted.endpoint === undefined ? {} : endpointArguments(wanted.endpoint)),
      },
    },
    data: { aws_eks_cluster: { this: { name: "demo" } } },
    ...(groups.includes("a")
      ? { output: { version: { value: reference("aws_launch_template.a.latest_version") } } }
      : {}),
    resource: {
      aws_launch_template: each((name, wanted) => ({
        name_prefix: `demo-${name}-`,
        update_default_version: true,
        block_device_mappings: [
          {
            device_name: "/dev/xvda",
            ebs: { volume_size: wanted.volumeSize ?? 50, volume_type: "gp3", encrypted: "true" },
          },
        ],
        metadata_options: {
          http_endpoint: "enabled",
          http_tokens: "required",
          http_put_response_hop_limit: 2,
        },
        tags: wanted.tags ?? { Team: "infra" },
        lifecycle: { create_before_destroy: true },
      })),
      aws_eks_node_group: each((name, wanted) => ({
        cluster_name: reference("data.aws_eks_cluster.this.name"),
        ...(wanted.fixedNames === true
          ? { node_group_name: `demo-${name}` }
          : { node_group_name_prefix: `demo-${name}-` }),
        node_role_arn: "arn:aws:iam::123456789012:role/eks-node",
        subnet_ids: [`subnet-${name}`],
        instance_types: wanted.instanceTypes ?? ["m5.large"],
        labels: wanted.labels ?? { role: "worker" },
        ...(wanted.version === undefined ? {} : { version: wanted.version }),
        launch_template: {
          id: reference(`aws_launch_template.${name}.id`),
          version: reference(`tostring(aws_launch_template.${name}.latest_version)`),
        },
        scaling_config: {
          desired_size: wanted.desiredSize ?? 1,
          max_size: wanted.maxSize ?? 3,
          min_size: wanted.minSize ?? 1,
        },
        tags: wanted.tags ?? { Team: "infra" },
        ...(wanted.timeouts === undefined ? {} : { timeouts: wanted.timeouts }),
        lifecycle: {
          create_before_destroy: wanted.createBeforeDestroy ?? true,
          ignore_changes: ["scaling_config[0].desired_size"],
        },
      })),
    },
  };
}

function endpointArguments(endpoint: string) {
  const services = ["autoscaling", "ec2", "eks", "iam", "ssm", "sts"];
  return {
    access_key: "test",
    secret_key: "test",
    endpoints: Object.fromEntries(services.map((service) => [service, endpoint])),
  };
}
