import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { S3 } from "@aws-sdk/client-s3";
import type { Sandbox } from "../../modules/sandbox/index.js";
import { openStateBackend } from "../../modules/state/index.js";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { type CliProcess, startCli } from "../_helpers/cli-process.js";
import { runCommand } from "../_helpers/cli-run.js";
import { disagreements } from "../_helpers/live-agreement.js";
import type { LiveTerraform } from "../_helpers/live-terraform.js";
import { describeWith } from "../_helpers/live-tools.js";
import { type LiveWorkspace, startLiveWorkspace } from "../_helpers/live-workspace.js";
import { startMoto } from "../_helpers/moto.js";
import { stackConfiguration, type WantedStack } from "../_helpers/stack-configuration.js";

const port = 31_000 + (process.pid % 10_000);
const s3 = `http://127.0.0.1:${port}`;
const block = {
  bucket: "states",
  key: "nodes.tfstate",
  region: "us-east-1",
  access_key: "test",
  secret_key: "test",
  endpoints: { s3 },
  use_path_style: true,
  use_lockfile: true,
};
const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";

/** Our deploys and Terraform's on one state and one lock in S3. */
describeWith(["moto", "terraform"], "state in S3, shared with Terraform", () => {
  let moto: ChildProcess;
  let workspace: LiveWorkspace;
  let sandbox: Sandbox;
  let terraform: LiveTerraform;
  let program = "";
  let time: NodeJS.Timeout | undefined;
  beforeAll(async () => {
    moto = await startMoto(port);
    await new S3({
      region: "us-east-1",
      endpoint: s3,
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    }).createBucket({ Bucket: "states" });
    program = await bundledProgram("modules/cli/bin.ts");
    // A deploy that creates a node group waits until time is let go.
    workspace = await startLiveWorkspace({ still: true });
    ({ sandbox, terraform } = workspace);
    configure({ groups: ["a"] });
    await terraform.run(["init", "-no-color"]);
  }, 120_000);
  afterAll(async () => {
    clearInterval(time);
    await workspace?.close();
    moto?.kill();
  });

  const configure = (wanted: WantedStack) => {
    const { terraform: settings, ...rest } = stackConfiguration(wanted);
    const skips = {
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
      skip_s3_checksum: true,
    };
    terraform.configure({ terraform: { ...settings, backend: { s3: { ...block, ...skips } } }, ...rest });
  };
  const backend = () => openStateBackend({ backend: { s3: block }, stackDirectory: terraform.folder });
  const argv = (...more: string[]) => ["deploy", "-auto-approve", "-configuration", ".", ...more];
  const start = (...more: string[]) => startCli(argv(...more), terraform.folder, program);
  const run = async (words: readonly string[]) => {
    const { code, stdout, stderr } = await runCommand(["-chdir", terraform.folder, ...words], {
      env: process.env,
    });
    return `${code} ${stdout}${stderr}`;
  };
  const letTimeGo = () => {
    time ??= setInterval(() => sandbox.clock.finish(), 50);
  };
  const stopTime = () => {
    clearInterval(time);
    time = undefined;
  };
  const created = () =>
    sandbox.callLog.entries({ operation: "CreateNodegroup" }).filter(({ changed }) => changed);
  const underWay = async (count: number, deploys: readonly CliProcess[]) => {
    while (created().length < count && deploys.some(({ child }) => child.exitCode === null)) await delay(10);
  };

  it("lets exactly one of two deploys proceed, names the holder to Terraform, and is let go at the end", async () => {
    const both = [start(), start()];
    await Promise.race(both.map(({ ended }) => ended));
    await underWay(1, both);
    const refusedTerraform = await terraform.run(["plan", "-no-color", "-input=false"], [1]);
    expect(refusedTerraform.output).toContain("Error acquiring the state lock");
    const id = /ID: +([0-9a-f-]{36})/.exec(refusedTerraform.output)?.[1] ?? "none";
    letTimeGo();
    const ends = await Promise.all(both.map(({ ended }) => ended));
    stopTime();
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 5]);
    const refused = ends.find(({ code }) => code === 5);
    expect(refused?.stderr).toMatch(
      /STATE_LOCKED[\s\S]*s3:\/\/states\/nodes\.tfstate|nodes\.tfstate[\s\S]*STATE_LOCKED/,
    );
    expect(refused?.stderr).toContain(id);
    expect(created()).toHaveLength(1);
    expect(disagreements(await backend().read(), sandbox)).toEqual([]);
    expect((await terraform.run(["plan", "-no-color", "-input=false"])).output).toContain(NO_CHANGES);
  }, 120_000);

  it("is refused while Terraform holds the lock, waits with -lock-timeout, and then finds what Terraform did", async () => {
    configure({ groups: ["a"], labels: { role: "batch" } });
    // Asks for approval with the lock in hand.
    const apply = spawn("terraform", ["apply", "-no-color"], { cwd: terraform.folder, env: terraform.env });
    let said = "";
    apply.stdout.on("data", (data) => {
      said += String(data);
    });
    while (!said.includes("Enter a value") && apply.exitCode === null) await delay(20);
    const calls = sandbox.callLog.entries().filter(({ changed }) => changed).length;
    expect(await run(argv())).toMatch(/^5 [\s\S]*OperationTypeApply[\s\S]*force-unlock/);
    expect(sandbox.callLog.entries().filter(({ changed }) => changed)).toHaveLength(calls);
    const waiting = start("-lock-timeout=120s");
    await waiting.says("waiting for the state's lock");
    letTimeGo();
    apply.stdin.write("yes\n");
    await new Promise((resolve) => apply.once("exit", resolve));
    expect(said).toContain("Apply complete!");
    const waited = await waiting.ended;
    expect(`${waited.code} ${waited.stdout}`).toMatch(/^0 [\s\S]*No changes/);
    expect(await run(["plan", "-configuration", ".", "-detailed-exitcode"])).toMatch(/^0 [\s\S]*No changes/);
    stopTime();
  }, 120_000);

  it("is unlocked by force with the id that the message names", async () => {
    const lock = await backend().lock({ operation: "OperationTypeApply" });
    configure({ groups: ["a"], maxSize: 5 });
    const refused = await run(argv());
    expect(refused).toMatch(/^5 /);
    const id = /force-unlock\s+([0-9a-f-]{36})/.exec(refused)?.[1] ?? "none";
    expect(id).toBe(lock.info.ID);
    expect(
      await run(["force-unlock", "-configuration", ".", "00000000-0000-0000-0000-000000000000"]),
    ).toMatch(/^1 /);
    expect(await run(["force-unlock", "-configuration", ".", id])).toMatch(/^0 /);
    letTimeGo();
    expect(await run(argv())).toMatch(/^0 [\s\S]*1 changed/);
    stopTime();
    expect(disagreements(await backend().read(), sandbox)).toEqual([]);
  }, 120_000);
});
