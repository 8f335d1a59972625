import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { inPathOrNamed } from "../_helpers/cdktf-cli.js";
import { type LiveTerraform, startLiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";
import { fleetText } from "../_helpers/one-group-fleet.js";
import { SPEED } from "../_helpers/sandbox-calls.js";
import { runProgram, writeStandIn } from "../_helpers/terraform-stand-in.js";

const root = path.join(__dirname, "..", "..");
const cdktf = inPathOrNamed("cdktf", "FLEETWRIGHT_CDKTF");

describeWith("terraform", "real Terraform behind the stand-in", () => {
  let folder: string;
  let standIn: string;
  let program: string;
  let sandbox: Sandbox;
  let terraform: LiveTerraform;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "fleetwright-cdktf-"));
    program = await bundledProgram("modules/cli/bin.ts");
    standIn = await writeStandIn(path.join(folder, "bin"));
    sandbox = await startSandbox({
      clock: { factor: SPEED },
      seed: {
        defaults: { region: "us-east-1", account: "123456789012" },
        clusters: [{ name: "demo", version: "1.35", subnets: { "us-east-1a": "subnet-0a11000000000001a" } }],
      },
    });
    terraform = await startLiveTerraform({ AWS_ENDPOINT_URL: sandbox.url });
    mkdirSync(path.join(folder, "home"));
    env = {
      ...terraform.env,
      HOME: path.join(folder, "home"),
      CI: "1",
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      DISABLE_VERSION_CHECK: "1",
      NO_COLOR: "1",
      FORCE_COLOR: "0",
      FLEETWRIGHT_FLEET: path.join(folder, "fleet.yaml"),
      CDKTF_OUTDIR: path.join(folder, "cdktf.out"),
      TERRAFORM_BINARY_NAME: standIn,
    };
    writeFileSync(
      path.join(folder, "cdktf.json"),
      JSON.stringify({
        language: "typescript",
        app: `${process.execPath} ${path.join(root, "node_modules/tsx/dist/cli.mjs")} ${path.join(root, "main.ts")}`,
        projectId: "5d0d9a2c-0b6e-4d3f-9d4f-0f8d6a3c1b11",
        sendCrashReports: "false",
      }),
    );
    write(3);
  }, 60_000);
  afterAll(async () => {
    await terraform?.close();
    await sandbox?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (max: number) =>
    writeFileSync(path.join(folder, "fleet.yaml"), fleetText({ max: { demo: max } }));
  const stack = () => path.join(folder, "cdktf.out", "stacks", "demo");
  const run = (args: readonly string[]) => runProgram(standIn, args, { cwd: stack(), env });
  const fleetwright = (args: readonly string[]) =>
    runProgram(process.execPath, [program, ...args], { cwd: folder, env });
  const maxSize = () => [...sandbox.world.tables.nodegroups.values()].map(({ scaling }) => scaling.maxSize);
  const effects = () =>
    sandbox.callLog.entries().filter(({ operation }) => !/^(Describe|List|Get|Assume)/.test(operation))
      .length;

  it("deploys what is allowed with -engine terraform, and is refused more", async () => {
    const allowed = await fleetwright(["deploy", "-engine", "terraform", "-auto-approve"]);
    expect(`${allowed.code} ${allowed.stdout} ${allowed.stderr}`).toContain("Apply complete!");
    expect(allowed.code).toBe(0);
    expect(maxSize()).toEqual([3]);

    write(9);
    const before = effects();
    const denied = await fleetwright(["deploy", "-engine", "terraform", "-auto-approve"]);
    expect(denied.code).toBe(3);
    expect(denied.stderr).toContain("Nothing was applied: the policies deny this plan.");
    // At the user's own line.
    expect(denied.stderr).toContain("fleet.yaml:19");
    expect(effects()).toBe(before);
  }, 120_000);

  it("judges saved plans, destruction and what nobody is asked about", async () => {
    const before = effects();
    expect((await run(["plan", "-out=denied.tfplan"])).code).toBe(0);
    for (const args of [
      ["apply", "denied.tfplan"],
      ["apply", "-auto-approve", "-refresh=false"],
    ]) {
      expect(await run(args)).toMatchObject({ code: 3 });
    }
    expect(effects()).toBe(before);

    // A plan that was judged is of no use to one that takes its place.
    expect((await run(["plan", "-out=allowed.tfplan", "-target=data.aws_eks_cluster.cluster"])).code).toBe(0);
    cpSync(path.join(stack(), "denied.tfplan"), path.join(stack(), "allowed.tfplan"));
    expect((await run(["apply", "allowed.tfplan"])).code).toBe(3);
    const state = () => readFileSync(path.join(folder, "terraform.demo.tfstate"), "utf8");
    const stateBefore = state();

    for (const args of [
      ["destroy", "-auto-approve"],
      ["apply", "-destroy", "-auto-approve"],
    ]) {
      const denied = await run(args);
      expect(`${denied.code} ${denied.stderr}`).toMatch(/^3 [\s\S]*Nothing was applied/);
    }
    expect(state()).toBe(stateBefore);
    expect((await run(["apply", "-refresh-only", "-auto-approve"])).code).toBe(0);
    expect(effects()).toBe(before);
  }, 180_000);

  const withCdktf = cdktf === undefined ? it.skip : it;
  withCdktf(
    cdktf === undefined ? "skipped: cdktf not found" : "cdktf deploys what is allowed, and nothing else",
    async () => {
      const deploy = (args: readonly string[]) =>
        runProgram(cdktf ?? "", [...args, "demo"], { cwd: folder, env });
      const before = effects();
      const denied = await deploy(["deploy", "--auto-approve"]);
      expect(denied.code).not.toBe(0);
      expect(denied.stdout + denied.stderr).toContain("Nothing was applied: the policies deny this plan.");
      expect(effects()).toBe(before);
      write(4);
      const allowed = await deploy(["deploy", "--auto-approve"]);
      expect(`${allowed.code} ${allowed.stdout}${allowed.stderr}`).toMatch(/^0 [\s\S]*Apply complete!/);
      expect(maxSize()).toEqual([4]);
      const planned = await deploy(["plan"]);
      expect(`${planned.code} ${planned.stdout}`).toMatch(/^0 [\s\S]*No changes/);
      const after = effects();
      const destroyed = await deploy(["destroy", "--auto-approve"]);
      expect(destroyed.code).not.toBe(0);
      expect(destroyed.stdout + destroyed.stderr).toContain(
        "Nothing was applied: the policies deny this plan.",
      );
      expect(effects()).toBe(after);
    },
    180_000,
  );
});
