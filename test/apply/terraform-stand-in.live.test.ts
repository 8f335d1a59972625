import { readFileSync } from "node:fs";
import { join } from "node:path";
import { terraformStandIn } from "../../modules/apply/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";
import { SPEED } from "../_helpers/sandbox-calls.js";
import { stackConfiguration } from "../_helpers/stack-configuration.js";

describeWith("terraform", "the stand-in for terraform", () => {
  let sandbox: Sandbox;
  let terraform: LiveTerraform;
  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: { factor: SPEED },
      seed: {
        defaults: { region: "us-east-1", account: "123456789012" },
        clusters: [{ name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b" } }],
      },
    });
    terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: sandbox.url });
    terraform.configure(stackConfiguration({ groups: ["a"] }));
    await terraform.run(["init", "-no-color"]);
  }, 120_000);
  afterAll(async () => {
    await terraform?.close();
    await sandbox?.close();
  });

  const run = async (args: readonly string[], allowed: boolean, answer = "no") => {
    const gated: string[][] = [];
    const asked: string[] = [];
    const code = await terraformStandIn({
      args,
      binary: "terraform",
      cwd: terraform.folder,
      env: terraform.env,
      gate: async (plan) => {
        gated.push(
          (plan.resource_changes ?? []).map(({ address, change }) => `${address} ${change.actions.join()}`),
        );
        return allowed;
      },
      ask: async (question) => {
        asked.push(question);
        return answer;
      },
      write: () => undefined,
    });
    return { code, gated, asked };
  };
  const effects = () =>
    sandbox.callLog.entries().filter(({ operation }) => !/^(Describe|List|Get)/.test(operation)).length;
  const serial = () => {
    const text = readFileSync(join(terraform.folder, "terraform.tfstate"), "utf8");
    return JSON.parse(text).serial;
  };

  it("never applies what the gate denies, and applies what it allows", async () => {
    const denied = await run(["apply", "-auto-approve", "-input=false", "-no-color"], false);
    expect(denied).toMatchObject({ code: 3, asked: [] });
    expect(denied.gated).toEqual([["aws_eks_node_group.a create", "aws_launch_template.a create"]]);
    expect(effects()).toBe(0);

    const declined = await run(["apply", "-no-color"], true);
    expect(declined.code).toBe(1);
    expect(declined.asked[0]).toContain("Only 'yes' will be accepted to approve.");
    expect(effects()).toBe(0);

    expect(await run(["apply", "-no-color", "-parallelism", "5"], true, "yes\n")).toMatchObject({ code: 0 });
    expect(effects()).toBe(2);

    await terraform.run(["plan", "-destroy", "-out=saved.tfplan", "-no-color"]);
    const saved = await run(["apply", "-no-color", "saved.tfplan"], false);
    expect(saved.gated).toEqual([["aws_eks_node_group.a delete", "aws_launch_template.a delete"]]);
    expect(saved.code).toBe(3);

    const before = serial();
    expect(await run(["destroy", "-auto-approve", "-no-color"], false)).toMatchObject({ code: 3 });
    expect(serial()).toBe(before);
    expect(await run(["plan", "-detailed-exitcode", "-no-color", "-destroy"], false)).toMatchObject({
      code: 2,
      gated: [],
    });
    expect(await run(["apply", "-nonsense"], true)).toMatchObject({ code: 1, gated: [] });
  }, 180_000);
});
