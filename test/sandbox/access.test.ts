import { DescribeLaunchTemplatesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeClusterCommand,
  EKSClient,
  ListClustersCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-eks";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";

const seed = {
  accounts: [
    { id: "111111111111", accessKeys: ["AKIAONE"], roles: ["deployer"] },
    { id: "222222222222", accessKeys: ["AKIATWO"], roles: ["deployer"] },
  ],
  clusters: [
    { name: "one", account: "111111111111", region: "eu-west-1" },
    { name: "two", account: "222222222222", region: "eu-west-1" },
  ],
};

describe("access to the sandbox", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  const options = (accessKeyId: string, secretAccessKey: string, sessionToken?: string) => ({
    endpoint: sandbox.url,
    region: "eu-west-1",
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });

  it("shows each account its own clusters, and another's through an assumed role", async () => {
    sandbox = await startSandbox({ clock: "step", seed });
    const one = new EKSClient(options("AKIAONE", "x"));
    expect((await one.send(new ListClustersCommand({}))).clusters).toEqual(["one"]);
    const sts = new STSClient(options("AKIAONE", "x"));
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::222222222222:role/deployer", RoleSessionName: "test" }),
    );
    const assumed = options(
      Credentials?.AccessKeyId ?? "",
      Credentials?.SecretAccessKey ?? "",
      Credentials?.SessionToken,
    );
    expect((await new EKSClient(assumed).send(new ListClustersCommand({}))).clusters).toEqual(["two"]);
    expect(await new STSClient(assumed).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "222222222222",
      Arn: "arn:aws:sts::222222222222:assumed-role/deployer/test",
    });
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    await expect(
      sts.send(
        new AssumeRoleCommand({ RoleArn: "arn:aws:iam::222222222222:role/nobody", RoleSessionName: "test" }),
      ),
    ).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("keeps regions apart", async () => {
    sandbox = await startSandbox({ clock: "step", seed });
    const elsewhere = new EKSClient({ ...options("AKIAONE", "x"), region: "us-east-1" });
    expect((await elsewhere.send(new ListClustersCommand({}))).clusters).toEqual([]);
  });

  it("checks signatures when it is given credentials", async () => {
    sandbox = await startSandbox({
      clock: "step",
      seed,
      credentials: [{ accessKeyId: "AKIAONE", secretAccessKey: "right/secret", account: "111111111111" }],
    });
    const right = new EKSClient(options("AKIAONE", "right/secret"));
    expect((await right.send(new ListClustersCommand({ maxResults: 5 }))).clusters).toEqual(["one"]);
    const { cluster } = await right.send(new DescribeClusterCommand({ name: "one" }));
    // An ARN in the path is where escaping can go wrong.
    await right.send(new ListTagsForResourceCommand({ resourceArn: cluster?.arn }));
    await new EC2Client(options("AKIAONE", "right/secret")).send(new DescribeLaunchTemplatesCommand({}));
    await expect(
      new EKSClient(options("AKIAONE", "wrong")).send(new ListClustersCommand({})),
    ).rejects.toMatchObject({ name: "InvalidSignatureException" });
    await expect(
      new EKSClient(options("AKIANOBODY", "x")).send(new ListClustersCommand({})),
    ).rejects.toMatchObject({ name: "UnrecognizedClientException" });
  });
});
