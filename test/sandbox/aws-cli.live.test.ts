import { execFile } from "node:child_process";
import { z } from "zod";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { describeWith } from "../_helpers/live-tools.js";

describeWith("aws", "the AWS command line against the sandbox", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: { factor: 1000 },
      seed: {
        clusters: [
          {
            name: "demo",
            version: "1.32",
            subnets: { a: "subnet-a", b: "subnet-b" },
            nodegroups: [
              { name: "ng-{n}", count: 5, version: "1.31", scaling: { min: 1, max: 3, desired: 1 } },
            ],
          },
        ],
      },
    });
  });
  afterAll(() => sandbox.close());

  const aws = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(
        "aws",
        [...args, "--output", "json"],
        {
          env: {
            ...process.env,
            AWS_ENDPOINT_URL: sandbox.url,
            AWS_DEFAULT_REGION: "us-east-1",
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_PAGER: "",
          },
        },
        (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(new Error(stderr))),
      );
    });
  const json = async (...args: string[]): Promise<unknown> => JSON.parse(await aws(...args));

  it("creates a node group, waits for it, updates it and waits for its end", async () => {
    await aws(
      ...["eks", "create-nodegroup", "--cluster-name", "demo", "--nodegroup-name", "cli"],
      ...["--subnets", "subnet-a", "--node-role", "arn:aws:iam::123456789012:role/eks-node"],
    );
    await aws("eks", "wait", "nodegroup-active", "--cluster-name", "demo", "--nodegroup-name", "cli");
    const started = await json(
      ...["eks", "update-nodegroup-version", "--cluster-name", "demo", "--nodegroup-name", "ng-1"],
      ...["--kubernetes-version", "1.32"],
    );
    const id = idOf(started);
    const described = await json(
      ...["eks", "describe-update", "--name", "demo", "--nodegroup-name", "ng-1", "--update-id", id],
    );
    expect(described).toMatchObject({ update: { id, type: "VersionUpdate" } });
    await aws("eks", "delete-nodegroup", "--cluster-name", "demo", "--nodegroup-name", "cli");
    await aws("eks", "wait", "nodegroup-deleted", "--cluster-name", "demo", "--nodegroup-name", "cli");
  }, 60_000);

  it("pages through node groups by itself", async () => {
    expect(await json("eks", "list-nodegroups", "--cluster-name", "demo", "--page-size", "2")).toEqual({
      nodegroups: ["ng-1", "ng-2", "ng-3", "ng-4", "ng-5"],
    });
  }, 30_000);

  it("shows refusals in AWS's words", async () => {
    await expect(aws("eks", "describe-cluster", "--name", "nope")).rejects.toThrow(
      /An error occurred \(ResourceNotFoundException\).*No cluster found for name: nope\./s,
    );
    await expect(aws("ec2", "describe-launch-templates", "--launch-template-names", "nope")).rejects.toThrow(
      /InvalidLaunchTemplateName\.NotFoundException/,
    );
  }, 30_000);

  it("reads launch templates, SSM parameters and itself", async () => {
    await aws(
      ...["ec2", "create-launch-template", "--launch-template-name", "cli-lt"],
      ...["--launch-template-data", '{"InstanceType":"m5.large"}'],
    );
    expect(
      await json("ec2", "describe-launch-template-versions", "--launch-template-name", "cli-lt"),
    ).toMatchObject({
      LaunchTemplateVersions: [{ VersionNumber: 1, LaunchTemplateData: { InstanceType: "m5.large" } }],
    });
    expect(
      await json(
        "ssm",
        "get-parameter",
        "--name",
        "/aws/service/bottlerocket/aws-k8s-1.32/x86_64/latest/image_version",
      ),
    ).toMatchObject({ Parameter: { Type: "String" } });
    expect(await json("sts", "get-caller-identity")).toMatchObject({ Account: "123456789012" });
  }, 60_000);
});

const updateAnswer = z.object({ update: z.object({ id: z.string() }) });

function idOf(answer: unknown): string {
  return updateAnswer.parse(answer).update.id;
}
