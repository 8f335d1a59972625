import { createAwsSession } from "../../modules/aws/index.js";
import { createApplyEvaluation } from "../../modules/planner/index.js";
import { stateObjects } from "../../modules/state/index.js";
import type { LiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";
import { type LiveWorkspace, startLiveWorkspace } from "../_helpers/live-workspace.js";
import { stackRun } from "../_helpers/stack-run.js";

const reference = (expression: string): string => `$${"{"}${expression}}`;

const configuration = {
  terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  provider: { aws: { region: "us-east-1" } },
  data: {
    aws_caller_identity: { me: {} },
    aws_partition: { here: {} },
    aws_region: { here: {} },
    aws_availability_zones: { all: { state: "available" } },
    aws_eks_cluster: { demo: { name: "demo" } },
    aws_subnet: { a: { id: "subnet-a" } },
    aws_subnets: { all: { filter: [{ name: "vpc-id", values: [reference("data.aws_subnet.a.vpc_id")] }] } },
    aws_launch_template: { shared: { name: "shared" } },
    aws_ami: {
      newest: {
        most_recent: true,
        owners: ["amazon"],
        filter: [{ name: "name", values: ["amazon-eks-node-al2023-x86_64-standard-1.31-*"] }],
      },
    },
    aws_ssm_parameter: {
      release: {
        name: "/aws/service/eks/optimized-ami/1.32/amazon-linux-2023/x86_64/standard/recommended/release_version",
      },
      secret: { name: "/fleet/secret" },
    },
    aws_iam_policy_document: {
      base: {
        statement: [
          {
            sid: "Read",
            actions: ["s3:GetObject", "s3:ListBucket"],
            resources: ["arn:aws:s3:::a", "arn:aws:s3:::b/*"],
          },
          {
            sid: "Assume",
            actions: ["sts:AssumeRole"],
            principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
          },
        ],
      },
      merged: {
        policy_id: "merged",
        source_policy_documents: [reference("data.aws_iam_policy_document.base.json")],
        override_policy_documents: [
          JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Sid: "Read", Effect: "Deny", Action: "s3:*", Resource: "*" }],
          }),
        ],
        statement: [
          {
            effect: "Deny",
            not_actions: ["iam:*"],
            not_resources: ["arn:aws:iam::1:role/&{aws:username}"],
            principals: [
              { type: "AWS", identifiers: ["arn:aws:iam::1:root", "arn:aws:iam::2:root"] },
              { type: "Federated", identifiers: ["oidc"] },
            ],
            condition: [
              { test: "StringEquals", variable: "a:sub", values: ["x", "a"] },
              { test: "StringEquals", variable: "a:aud", values: ["sts"] },
            ],
          },
          { actions: ["s3:*"], resources: ["*"], principals: [{ type: "*", identifiers: ["*"] }] },
        ],
      },
    },
  },
};

describeWith("terraform", "data sources", () => {
  let workspace: LiveWorkspace;
  let terraform: LiveTerraform;
  beforeAll(async () => {
    workspace = await startLiveWorkspace({
      seed: {
        clusters: [
          {
            name: "demo",
            version: "1.32",
            subnets: { a: "subnet-a", b: "subnet-b" },
            logging: ["api"],
            tags: { Team: "x" },
          },
        ],
        launchTemplates: [
          {
            name: "shared",
            tags: { Team: "infra" },
            versions: [
              { instanceType: "m5.large" },
              { instanceType: "m5.xlarge", monitoring: { enabled: true } },
            ],
          },
        ],
        parameters: [{ name: "/fleet/secret", value: "s", type: "SecureString" }],
      },
    });
    ({ terraform } = workspace);
    terraform.configure(configuration);
    await terraform.run(["init", "-no-color"]);
  }, 120_000);
  afterAll(async () => {
    await workspace?.close();
  });

  it("are read into the very attributes that Terraform stores", async () => {
    await terraform.run(["apply", "-auto-approve", "-input=false", "-no-color"]);
    const stack = stackRun(terraform.folder, createAwsSession());
    const state = await stack.backend.read();
    if (state === null) throw new Error("no state");
    const { input } = await stack.plan();
    const ours = new Map(createApplyEvaluation(input).priors.map(({ address, object }) => [address, object]));
    const theirs = new Map(
      stateObjects(state).map(({ address, instance }) => [address, instance.attributes]),
    );
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    expect(ours.size).toBe(stateObjects(state).length);
  }, 120_000);
});
