import { providerRegistry } from "../../modules/provider/index.js";
import { type SandboxCalls, startSandboxCalls } from "../_helpers/sandbox-calls.js";

const launchTemplate = providerRegistry().resourceType("aws_launch_template");
if (launchTemplate === undefined) throw new Error("no launch template type");

const COUNT = 150;
const names = Array.from({ length: COUNT }, (_, index) => `template-${index}`);

describe("the launch templates of a fleet", () => {
  let calls: SandboxCalls;
  beforeAll(async () => {
    calls = await startSandboxCalls({
      launchTemplates: names.map((name, index) => ({
        name,
        versions: [{ instanceType: "m5.large", keyName: `key-${index}` }],
      })),
    });
  });
  afterAll(() => calls.close());

  const read = (name: string) =>
    launchTemplate.read(launchTemplate.importStub(name), {
      clients: calls.clients,
      provider: calls.provider,
    });
  const versionCalls = () => calls.session.callCounts()["ec2:DescribeLaunchTemplateVersions"] ?? 0;

  it("are listed by their latest versions once there are many, and read alike", async () => {
    const templates = await Promise.all(names.map(read));
    expect(templates.map((template) => template?.key_name)).toEqual(names.map((_, index) => `key-${index}`));
    expect(versionCalls()).toBeLessThan(COUNT / 2);
  });

  it("are read anew where a version was made since", async () => {
    const ec2 = await calls.clients.ec2();
    await ec2.createLaunchTemplateVersion({
      LaunchTemplateName: "template-7",
      LaunchTemplateData: { InstanceType: "m5.xlarge" },
    });
    const before = versionCalls();
    expect(await read("template-7")).toMatchObject({ latest_version: 2, instance_type: "m5.xlarge" });
    expect(await read("template-8")).toMatchObject({ latest_version: 1, instance_type: "m5.large" });
    expect(versionCalls() - before).toBe(1);
  });
});
