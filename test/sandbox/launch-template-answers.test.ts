import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type SandboxClients, sandboxClients } from "./sandbox-clients.js";

// Texts that moto's tests have verified against EC2 itself.
describe("EC2's answers about launch templates", () => {
  let sandbox: Sandbox;
  let clients: SandboxClients;
  let id: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ clock: "step" });
    clients = sandboxClients(sandbox);
    const made = await clients.ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: "one-lt",
        LaunchTemplateData: { ImageId: "ami-1" },
      }),
    );
    id = made.LaunchTemplate?.LaunchTemplateId ?? "";
    await clients.ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateName: "one-lt",
        LaunchTemplateData: { InstanceType: "m5.large", MetadataOptions: { HttpTokens: "required" } },
      }),
    );
    await clients.ec2.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName: "other", LaunchTemplateData: {} }),
    );
  });
  afterAll(async () => {
    clients.destroy();
    await sandbox.close();
  });

  it.each([
    [
      "a name that is nobody's",
      () => clients.ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ["nobody"] })),
      "InvalidLaunchTemplateName.NotFoundException",
      "At least one of the launch templates specified in the request does not exist.",
    ],
    [
      "the versions of a name that is nobody's",
      () => clients.ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: "nobody" })),
      "InvalidLaunchTemplateName.NotFoundException",
      "The specified launch template, with template name nobody, does not exist.",
    ],
    [
      "the versions of an id that is nobody's",
      () =>
        clients.ec2.send(
          new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: "lt-07ff4bb0369cd679c" }),
        ),
      "InvalidLaunchTemplateId.NotFound",
      "The specified launch template, with template ID lt-07ff4bb0369cd679c, does not exist.",
    ],
    [
      "a version without a template",
      () => clients.ec2.send(new DescribeLaunchTemplateVersionsCommand({ Versions: ["1"] })),
      "InvalidParameterValue",
      expect.stringMatching(/^To describe the launch template data for all your launch templates/),
    ],
    [
      "neither a template nor a version",
      () => clients.ec2.send(new DescribeLaunchTemplateVersionsCommand({})),
      "MissingParameter",
      expect.stringMatching(/^To describe the launch template data for all your launch templates/),
    ],
    [
      "a deletion of nothing in particular",
      () => clients.ec2.send(new DeleteLaunchTemplateCommand({})),
      "MissingParameter",
      "The request must contain the parameter launch template ID or launch template name",
    ],
    [
      "a template by both its names",
      () =>
        clients.ec2.send(
          new ModifyLaunchTemplateCommand({
            LaunchTemplateId: id,
            LaunchTemplateName: "one-lt",
            DefaultVersion: "2",
          }),
        ),
      "InvalidParameterCombination",
      "Either provide launch template ID or launch template name to modify the template.",
    ],
    [
      "a default version that there is not",
      () =>
        clients.ec2.send(
          new ModifyLaunchTemplateCommand({ LaunchTemplateName: "one-lt", DefaultVersion: "9" }),
        ),
      "InvalidLaunchTemplateId.VersionNotFound",
      "The launch template version 9 is not found for the specified launch template.",
    ],
    [
      "a dry run",
      () => clients.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: "one-lt", DryRun: true })),
      "DryRunOperation",
      "Request would have succeeded, but DryRun flag is set.",
    ],
    [
      "tags for what is not made",
      () =>
        clients.ec2.send(
          new CreateLaunchTemplateCommand({
            LaunchTemplateName: "tagged",
            LaunchTemplateData: {},
            TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "a", Value: "b" }] }],
          }),
        ),
      "InvalidParameterValue",
      "'instance' is not a valid taggable resource type for this operation.",
    ],
  ])("refuse %s", async (_what, call, name, message) => {
    await expect(call()).rejects.toMatchObject({ name, message });
  });

  it("come in the order in which they were asked for", async () => {
    const { LaunchTemplates } = await clients.ec2.send(
      new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ["other", "one-lt"] }),
    );
    expect(LaunchTemplates?.map(({ LaunchTemplateName }) => LaunchTemplateName)).toEqual(["other", "one-lt"]);
  });

  it.each([
    [{ Name: "http-tokens", Values: ["required"] }, [2]],
    [{ Name: "instance-type", Values: ["m5.*"] }, [2]],
    [{ Name: "image-id", Values: ["ami-1"] }, [1]],
    [{ Name: "is-default-version", Values: ["true"] }, [1]],
  ])("tell the versions that fit %j", async (filter, expected) => {
    const { LaunchTemplateVersions } = await clients.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Filters: [filter] }),
    );
    expect(LaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber)).toEqual(expected);
  });
});
