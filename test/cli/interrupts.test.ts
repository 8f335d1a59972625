import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { parseState } from "../../modules/state/index.js";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { type CliProcess, startCli } from "../_helpers/cli-process.js";
import { type CliRun, runCommand } from "../_helpers/cli-run.js";
import { effectsOf, templateNames } from "../_helpers/effects.js";
import { disagreements } from "../_helpers/live-agreement.js";
import { stackConfiguration, type WantedStack } from "../_helpers/stack-configuration.js";

const NODES = ["-configuration", "nodes"];
const DEPLOY = ["deploy", "-auto-approve", ...NODES];
const before: WantedStack = { groups: ["a", "b"] };
const after: WantedStack = {
  groups: ["a", "b", "c"],
  own: { a: { volumeSize: 60, labels: { role: "batch" }, tags: { Owner: "data" } } },
};
/** What the change does, in any order. */
const EFFECTS = [
  ...["DeleteTags", "CreateTags", "CreateLaunchTemplateVersion", "ModifyLaunchTemplate"].map(
    (operation) => `${operation} demo-a-*`,
  ),
  ...["UntagResource", "TagResource", "UpdateNodegroupVersion", "UpdateNodegroupConfig"].map(
    (operation) => `${operation} demo/demo-a-*`,
  ),
  ...["CreateLaunchTemplate demo-c-*", "CreateNodegroup demo/demo-c-*"],
].sort();

/** The command line in a process of its own, which is told to end, or killed, at some moment of its work. */
describe("a deploy that is told to end", () => {
  const environment = { ...process.env };
  const workingDirectory = process.cwd();
  let program = "";
  let sandbox: Sandbox;
  let directory = "";
  beforeAll(async () => {
    program = await bundledProgram("modules/cli/bin.ts");
  }, 60_000);
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "fleetwright-interrupts-"));
    process.chdir(directory);
    mkdirSync("nodes");
    sandbox = await startSandbox({
      clock: { factor: 600 },
      seed: {
        defaults: { region: "us-east-1", account: "123456789012" },
        clusters: [
          { name: "demo", version: "1.32", subnets: { a: "subnet-a", b: "subnet-b", c: "subnet-c" } },
        ],
      },
    });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    configure(before);
    expect(await run(DEPLOY)).toMatchObject({ code: 0 });
    sandbox.callLog.clear();
    configure(after);
  });
  afterEach(async () => {
    process.chdir(workingDirectory);
    process.env = { ...environment };
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const configure = (wanted: WantedStack) =>
    writeFileSync("nodes/main.tf.json", JSON.stringify(stackConfiguration(wanted)));
  const run = (argv: readonly string[]): Promise<CliRun> => runCommand(argv, { env: process.env });
  const changes = () => sandbox.callLog.entries().filter(({ changed }) => changed).length;
  const stored = async () => {
    const file = join("nodes", "terraform.tfstate");
    return parseState(readFileSync(file, "utf8"), file);
  };
  /** Until so many calls have changed something, or the deploy is over. */
  const untilChanges = async (count: number, { child }: CliProcess) => {
    while (changes() < count && child.exitCode === null) await delay(1);
  };
  /** Goes on, and expects that everything was done, and nothing twice. */
  const expectDone = async (templates: ReadonlyMap<string, string>) => {
    const resumed = await run(["deploy", "-resume", "-lock-timeout=20s"]);
    expect(`${resumed.code} ${resumed.stderr.replace(/^.*waiting for the state's lock.*\n/, "")}`).toBe("0 ");
    // Interrupted before anything was begun, it is not resumed but begun.
    if (resumed.stdout.includes("nothing to go on with")) expect((await run(DEPLOY)).code).toBe(0);
    expect(disagreements(await stored(), sandbox)).toEqual([]);
    expect([...effectsOf(sandbox, templates)].sort()).toEqual(EFFECTS);
    const plan = await run(["plan", ...NODES, "-detailed-exitcode"]);
    expect(`${plan.code} ${plan.stdout}`).toMatch(/^0 [\s\S]*No changes/);
  };

  // At a moment that differs from run to run by itself: between two calls the process is anywhere.
  it.each([
    [["SIGINT"], 1],
    [["SIGINT"], 6],
    [["SIGTERM"], 4],
    [["SIGINT", "SIGINT"], 2],
    [["SIGINT", "SIGINT"], 7],
    [["SIGTERM", "SIGINT"], 9],
  ] as const)("by %j after change %i says how to go on, and goes on", async (signals, count) => {
    const templates = templateNames(sandbox);
    const deploy = startCli(DEPLOY, directory, program);
    await untilChanges(count, deploy);
    for (const signal of signals) {
      deploy.child.kill(signal);
      if (signals.length > 1) await Promise.race([deploy.says("Interrupt received"), deploy.ended]);
    }
    const { code, signal, stderr } = await deploy.ended;
    expect(signal).toBeNull();
    // The last things may have been done by the time that the signal came.
    expect([130, ...(count > 8 ? [0] : [])]).toContain(code);
    if (code === 130) expect(stderr).toMatch(/fleetwright deploy -resume|Deploy again when you are ready/);
    await stored();
    await expectDone(templates);
  });

  it.each(EFFECTS.map((effect) => effect.split(" ")[0] ?? ""))(
    "by kill -9 when %s has had its effect and is not answered yet goes on, and does nothing twice",
    async (operation) => {
      const templates = templateNames(sandbox);
      sandbox.faults.add({ match: { operation }, kind: "slow", delayMs: 600_000, times: 1 });
      const deploy = startCli(DEPLOY, directory, program);
      const reached = () =>
        sandbox.callLog.entries({ operation }).some(({ changed, fault }) => changed && fault !== undefined);
      while (!reached() && deploy.child.exitCode === null) await delay(1);
      deploy.child.kill("SIGKILL");
      expect((await deploy.ended).signal).toBe("SIGKILL");
      await expectDone(templates);
    },
  );
});
