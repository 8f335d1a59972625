import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";

const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";

/** A Terraform expression in its JSON syntax. */
const reference = (expression: string): string => `$${"{"}${expression}}`;

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });

function configuration(version: string, addon: string) {
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: { region: "us-east-1", default_tags: { tags: { fleet: "f" } } } },
    data: {
      aws_subnets: { all: { filter: { name: "vpc-id", values: ["vpc-0123"] } } },
      aws_availability_zones: { all: { state: "available" } },
    },
    resource: {
      aws_iam_role: {
        cluster: { name: "made-cluster", assume_role_policy: trust },
        node: { name: "made-node", assume_role_policy: trust, tags: { a: "b" } },
      },
      aws_iam_policy: { own: { name: "own", policy: trust } },
      aws_iam_role_policy_attachment: {
        managed: {
          role: reference("aws_iam_role.node.name"),
          policy_arn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        },
        own: { role: reference("aws_iam_role.node.name"), policy_arn: reference("aws_iam_policy.own.arn") },
      },
      aws_iam_role_policy: {
        inline: { role: reference("aws_iam_role.node.id"), name: "inline", policy: trust },
      },
      aws_iam_openid_connect_provider: {
        irsa: {
          url: reference("aws_eks_cluster.made.identity[0].oidc[0].issuer"),
          client_id_list: ["sts.amazonaws.com"],
          thumbprint_list: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
        },
      },
      aws_eks_cluster: {
        made: {
          name: "made",
          version,
          role_arn: reference("aws_iam_role.cluster.arn"),
          enabled_cluster_log_types: ["api", "audit"],
          access_config: { authentication_mode: "API_AND_CONFIG_MAP" },
          vpc_config: { subnet_ids: reference("data.aws_subnets.all.ids"), endpoint_private_access: true },
        },
      },
      aws_eks_addon: {
        cni: {
          cluster_name: reference("aws_eks_cluster.made.name"),
          addon_name: "vpc-cni",
          addon_version: addon,
        },
      },
      aws_eks_fargate_profile: {
        fp: {
          cluster_name: reference("aws_eks_cluster.made.name"),
          fargate_profile_name: "fp",
          pod_execution_role_arn: reference("aws_iam_role.node.arn"),
          subnet_ids: reference("data.aws_subnets.all.ids"),
          selector: [{ namespace: "default" }],
        },
      },
      aws_eks_access_entry: {
        node: {
          cluster_name: reference("aws_eks_cluster.made.name"),
          principal_arn: reference("aws_iam_role.node.arn"),
        },
      },
      aws_eks_access_policy_association: {
        node: {
          cluster_name: reference("aws_eks_cluster.made.name"),
          principal_arn: reference("aws_eks_access_entry.node.principal_arn"),
          policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
          access_scope: { type: "cluster" },
        },
      },
      aws_eks_pod_identity_association: {
        app: {
          cluster_name: reference("aws_eks_cluster.made.name"),
          namespace: "default",
          service_account: "app",
          role_arn: reference("aws_iam_role.node.arn"),
        },
      },
      aws_eks_node_group: {
        ng: {
          cluster_name: reference("aws_eks_cluster.made.name"),
          node_group_name: "ng",
          version: reference("aws_eks_cluster.made.version"),
          node_role_arn: reference("aws_iam_role.node.arn"),
          subnet_ids: reference("data.aws_subnets.all.ids"),
          scaling_config: { desired_size: 1, max_size: 2, min_size: 1 },
        },
      },
    },
  };
}

describeWith("terraform", "the Terraform AWS provider making a whole cluster in the sandbox", () => {
  let sandbox: Sandbox;
  let terraform: LiveTerraform;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: { factor: 5000 },
      seed: { clusters: [{ name: "seeded", vpc: { id: "vpc-0123" }, zones: ["a", "b"] }] },
    });
    terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: sandbox.url });
  }, 60_000);
  afterAll(async () => {
    await terraform.close();
    await sandbox.close();
  });

  it("creates it with roles, add-ons, profiles and identities, and says No changes", async () => {
    terraform.configure(configuration("1.31", "v1.19.5-eksbuild.1"));
    await terraform.run(["init", "-input=false"]);
    expect(await terraform.applyAndPlan()).toContain(NO_CHANGES);
  }, 180_000);

  it("upgrades cluster, node group and add-on in one go, and says No changes", async () => {
    terraform.configure(configuration("1.32", "v1.20.1-eksbuild.1"));
    expect(await terraform.applyAndPlan()).toContain(NO_CHANGES);
  }, 180_000);

  it("destroys all of it", async () => {
    await terraform.run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
    expect([...sandbox.world.tables.clusters.values()].map(({ name }) => name)).toEqual(["seeded"]);
    expect(sandbox.world.tables.roles.size).toBe(0);
  }, 180_000);
});
