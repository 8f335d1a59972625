import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Sandbox } from "../../modules/sandbox/index.js";
import { openStateBackend } from "../../modules/state/index.js";
import { type CliProcess, startCli } from "../_helpers/cli-process.js";
import { runCommand } from "../_helpers/cli-run.js";
import { stackConfiguration, type WantedStack } from "../_helpers/stack-configuration.js";
import { openStillWorld, type StillWorld } from "../_helpers/still-world.js";

const NODES = ["-configuration", "nodes"];
const DEPLOY = ["deploy", "-auto-approve", ...NODES];

/** The command line in real processes, against the real sandbox: what a deploy promises when things go wrong. */
describe("a deploy that can be trusted", () => {
  let world: StillWorld;
  let sandbox: Sandbox;
  let directory = "";
  let time: NodeJS.Timeout | undefined;

  beforeEach(async () => {
    world = await openStillWorld();
    ({ sandbox, directory } = world);
    mkdirSync("nodes");
    configure({});
  });

  afterEach(async () => {
    clearInterval(time);
    await world.close();
  });

  const configure = (wanted: WantedStack) =>
    writeFileSync("nodes/main.tf.json", JSON.stringify(stackConfiguration(wanted)));
  /** How many different calls of an operation succeeded; the tokens are in the requests. */
  const effects = (operation: string) =>
    new Set(
      sandbox.callLog
        .entries({ operation })
        .filter(({ status }) => status < 300)
        .map(({ request }) => JSON.stringify(request)),
    ).size;
  const mutations = () =>
    sandbox.callLog.entries({}).filter(({ operation }) => !/^(Describe|Get|List)/.test(operation)).length;
  const letTimeGo = () => {
    time = setInterval(() => sandbox.clock.finish(), 50);
  };
  /** Until a node group is being created: in the midst of the deploy. */
  const underWay = async ({ child }: CliProcess) => {
    while (effects("CreateNodegroup") === 0 && child.exitCode === null) await delay(10);
  };
  const expectNothingLeft = async () => {
    const plan = await runCommand(["plan", ...NODES, "-detailed-exitcode"]);
    expect(plan.stderr).toBe("");
    expect(plan.stdout).toContain("No changes.");
    expect(plan.code).toBe(0);
    // A call whose answer was lost is sent again, the same to its token: EKS and EC2 take both for one.
    expect(effects("CreateNodegroup")).toBe(2);
    expect(effects("CreateLaunchTemplate")).toBe(2);
    const { launchTemplates, nodegroups } = sandbox.world.tables;
    expect([...nodegroups.values()]).toHaveLength(2);
    expect([...launchTemplates.values()].filter(({ name }) => !name.startsWith("eks-"))).toHaveLength(2);
  };

  it("ends gracefully at an interrupt, says how to go on, and goes on", async () => {
    const deploy = startCli([...DEPLOY, "-parallelism=1"], directory);
    await underWay(deploy);
    deploy.child.kill("SIGINT");
    letTimeGo();
    const interrupted = await deploy.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain("fleetwright deploy -resume");
    expect(interrupted.stdout).toContain("Apply interrupted!");

    const plan = await runCommand(["plan", ...NODES]);
    expect(plan.stderr).toContain("JOURNAL_UNFINISHED");
    expect(plan.stderr).toContain("fleetwright deploy -resume");
    const calls = mutations();
    const plain = await runCommand(DEPLOY);
    expect(plain.code).toBe(1);
    expect(plain.stderr).toContain("fleetwright deploy -resume");
    expect(mutations()).toBe(calls);

    const resumed = await runCommand(["deploy", "-resume"]);
    expect(resumed.stderr).toBe("");
    expect(resumed.code).toBe(0);
    await expectNothingLeft();
    expect((await runCommand(["deploy", "-resume"])).stdout).toContain("nothing to go on with");
  });

  it("loses nothing at SIGTERM and a second interrupt", async () => {
    const deploy = startCli(DEPLOY, directory);
    await underWay(deploy);
    deploy.child.kill("SIGTERM");
    await deploy.says("Interrupt received");
    deploy.child.kill("SIGINT");
    const ended = await deploy.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("fleetwright deploy -resume");
    letTimeGo();
    expect((await runCommand(["deploy", "-resume", "-lock-timeout=20s"])).code).toBe(0);
    await expectNothingLeft();
  });

  it("goes on after kill -9, and does nothing twice", async () => {
    const deploy = startCli(DEPLOY, directory);
    await underWay(deploy);
    deploy.child.kill("SIGKILL");
    expect((await deploy.ended).signal).toBe("SIGKILL");
    letTimeGo();
    const resumed = await startCli(["deploy", "-resume", "-lock-timeout=20s"], directory).ended;
    expect(resumed.stderr.replace(/^.*waiting for the state's lock.*\n/, "")).toBe("");
    expect(resumed.code).toBe(0);
    await expectNothingLeft();
  });

  it("lets exactly one of two deploys proceed", async () => {
    const both = [startCli(DEPLOY, directory), startCli(DEPLOY, directory)];
    await Promise.race(both.map(({ ended }) => ended));
    letTimeGo();
    const ends = await Promise.all(both.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 5]);
    const refused = ends.find(({ code }) => code === 5);
    expect(refused?.stderr).toContain("STATE_LOCKED");
    expect(refused?.stderr).toMatch(/ID: +[0-9a-f-]{36}/);
    await expectNothingLeft();
  });

  it("waits for a lock as long as it is told to, and unlocks by force only with the right id", async () => {
    const backend = openStateBackend({ backend: undefined, stackDirectory: join(directory, "nodes") });
    const lock = await backend.lock({ operation: "OperationTypeApply" });
    const waited = await runCommand([...DEPLOY, "-lock-timeout=1s"]);
    expect(waited.code).toBe(5);
    expect(waited.stderr).toContain(`held by ${lock.info.Who}`);
    expect(waited.stderr).toMatch(new RegExp(`force-unlock\\s+${lock.info.ID}`));
    expect(mutations()).toBe(0);

    const wrong = await runCommand(["force-unlock", ...NODES, "no-such-lock"]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain(lock.info.ID);
    const unknown = await runCommand(["force-unlock", ...NODES, "-stack", "others", lock.info.ID]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("There are: nodes.");
    const right = await runCommand(["force-unlock", ...NODES, "-stack", "nodes", lock.info.ID]);
    expect(right.stderr).toBe("");
    expect(right.code).toBe(0);
    expect(existsSync("nodes/.terraform.tfstate.lock.info")).toBe(false);
    await lock.release();
  });

  describe("a saved plan", () => {
    const group = () => {
      const found = [...sandbox.world.tables.nodegroups.values()][0];
      if (found === undefined) throw new Error("the world has no node group");
      return found;
    };

    beforeEach(async () => {
      letTimeGo();
      expect((await runCommand(DEPLOY)).code).toBe(0);
      configure({ maxSize: 5 });
      expect((await runCommand(["plan", ...NODES, "-out", "saved.plan"])).code).toBe(0);
    });

    it("is refused when what is live has changed, with the difference", async () => {
      const calls = mutations();
      const { nodegroups } = sandbox.world.tables;
      nodegroups.put({ ...group(), scaling: { ...group().scaling, maxSize: 9 } });
      const run = await runCommand(["deploy", "saved.plan"]);
      expect(run.code).toBe(4);
      expect(run.stderr).toContain("PLAN_STALE");
      expect(run.stderr).toContain("scaling_config[0].max_size: 3 → 9");
      expect(mutations()).toBe(calls);
    });

    it("is deployed in spite of a change in an ignored attribute, and once only", async () => {
      const { nodegroups } = sandbox.world.tables;
      nodegroups.put({ ...group(), scaling: { ...group().scaling, desiredSize: 2 } });
      const run = await runCommand(["deploy", "saved.plan"]);
      expect(run.stderr).toBe("");
      expect(run.code).toBe(0);
      const calls = mutations();
      const again = await runCommand(["deploy", "saved.plan"]);
      expect(again.code).toBe(4);
      expect(again.stderr).toContain("PLAN_STALE_APPLIED");
      expect(mutations()).toBe(calls);
    });

    it("is refused when a byte of plan, verdict or fingerprint was changed", async () => {
      const calls = mutations();
      const text = readFileSync("saved.plan", "utf8");
      const changed: readonly (readonly [RegExp, string])[] = [
        [/"max_size":5/, '"max_size":6'],
        [/"allowed":true/, '"allowed":null'],
        [/("fingerprints":\{"[^"]+":"sha256:)./, "$1x"],
      ];
      for (const [found, put] of changed) {
        const altered = text.replace(found, put);
        expect(altered).not.toBe(text);
        writeFileSync("altered.plan", altered);
        const run = await runCommand(["deploy", "altered.plan"]);
        expect(run.code).toBe(1);
        expect(run.stderr).toContain("PLAN_FILE_ALTERED");
      }
      expect(mutations()).toBe(calls);
    });
  });
});
