import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Sandbox } from "../../modules/sandbox/index.js";
import { openStateBackend } from "../../modules/state/index.js";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { type CliProcess, startCli as startProgram } from "../_helpers/cli-process.js";
import { runCommand } from "../_helpers/cli-run.js";
import { stackConfiguration, type WantedStack } from "../_helpers/stack-configuration.js";
import { openStillWorld, type StillWorld } from "../_helpers/still-world.js";

const NODES = ["-configuration", "nodes"];
/** A condition that does not hold, as Terraform JSON writes it. */
const WRONG = ["$", '{data.aws_eks_cluster.this.name == "other"}'].join("");
const DEPLOY = ["deploy", "-auto-approve", ...NODES];

/** The command line against the real sandbox, when AWS or its user makes a deploy wait, end early or change its mind. */
describe("a deploy in trouble", () => {
  let world: StillWorld;
  let sandbox: Sandbox;
  let directory = "";
  let time: NodeJS.Timeout | undefined;
  let program = "";

  beforeAll(async () => {
    program = await bundledProgram("modules/cli/bin.ts");
  });

  beforeEach(async () => {
    world = await openStillWorld();
    ({ sandbox, directory } = world);
    configure({ groups: ["a"] });
  });

  afterEach(async () => {
    clearInterval(time);
    await world.close();
  });

  const configure = (wanted: WantedStack, folder = "nodes") => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(stackConfiguration(wanted)));
  };
  const startCli = (argv: readonly string[], from: string) => startProgram(argv, from, program);
  const calls = (operation: string) => sandbox.callLog.entries({ operation }).length;
  const mutations = () => sandbox.callLog.entries({}).filter(({ changed }) => changed).length;
  const letTimeGo = () => {
    clearInterval(time);
    time = setInterval(() => sandbox.clock.finish(), 50);
  };
  const stopTime = () => clearInterval(time);
  const called = async (operation: string, { child }: CliProcess) => {
    while (calls(operation) === 0 && child.exitCode === null) await delay(10);
  };
  const deployed = async (wanted: WantedStack) => {
    configure(wanted);
    letTimeGo();
    expect((await runCommand(DEPLOY)).code).toBe(0);
    stopTime();
  };
  const expectNothingLeft = async () => {
    letTimeGo();
    const plan = await runCommand(["plan", ...NODES, "-detailed-exitcode"]);
    expect(plan).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("No changes.") });
  };
  const events = (stdout: string) =>
    stdout
      .trim()
      .split("\n")
      .map((line): { readonly [name: string]: unknown } => JSON.parse(line));

  describe("whose credentials expire", () => {
    const expire = () => sandbox.faults.add({ kind: "expired-credentials" });
    const deploying = async (...argv: readonly string[]) => {
      const deploy = startCli([...DEPLOY, ...argv], directory);
      await called("CreateNodegroup", deploy);
      expire();
      return deploy;
    };

    it("pauses with what to renew, and goes on by itself once they are valid", async () => {
      const deploy = await deploying();
      let shown = "";
      deploy.child.stdout?.on("data", (data) => {
        shown += String(data);
      });
      while (!shown.includes("The AWS credentials have expired") && deploy.child.exitCode === null)
        await delay(20);
      expect(shown).toContain("AWS_SESSION_TOKEN");
      sandbox.faults.clear();
      letTimeGo();
      const ended = await deploy.ended;
      expect(ended).toMatchObject({ code: 0, stderr: "" });
      expect(ended.stdout).toMatch(/The AWS credentials are valid again after \d+ s: going on/);
      expect(calls("CreateNodegroup")).toBe(1);
      await expectNothingLeft();
    });

    it("ends with 1 when nobody renews them in time, tells it in events, and is resumed", async () => {
      const deploy = await deploying("-json", "-credentials-timeout=1s");
      const ended = await deploy.ended;
      expect(ended.code).toBe(1);
      const told = events(ended.stdout);
      expect(told.find(({ type }) => type === "waiting")).toMatchObject({
        "@level": "warn",
        reason: "credentials_expired",
        operation: "eks:DescribeNodegroup",
      });
      expect(told.find(({ type }) => type === "diagnostic")).toMatchObject({
        diagnostic: { code: "AWS_CREDENTIALS_EXPIRED", address: "aws_eks_node_group.a" },
      });
      expect(told.at(-1)).toMatchObject({
        type: "apply_unfinished",
        reason: "out_of_reach",
        resumable: true,
        open: [{ address: "aws_eks_node_group.a", call: "eks:CreateNodegroup" }],
      });
      for (const event of told) {
        expect(Object.keys(event).slice(0, 5)).toEqual([
          "@level",
          "@message",
          "@module",
          "@timestamp",
          "type",
        ]);
      }
      sandbox.faults.clear();
      const refused = await runCommand([...DEPLOY, "-json"]);
      expect(refused.code).toBe(1);
      expect(refused.stdout).toContain("JOURNAL_UNFINISHED");
      letTimeGo();
      expect((await runCommand(["deploy", "-resume"])).code).toBe(0);
      expect(calls("CreateNodegroup")).toBe(1);
      await expectNothingLeft();
    });

    it("tells once what is wrong with them, not once for each object that cannot be read", async () => {
      await deployed({ groups: ["a", "b"] });
      expire();
      const plan = await runCommand(["plan", ...NODES]);
      expect(plan.code).toBe(1);
      expect(plan.stderr.match(/Error:/g)).toHaveLength(1);
      expect(plan.stderr).toContain("The AWS credentials have expired (AWS_CREDENTIALS)");
      expect(plan.stderr.replace(/\s+/g, " ")).toContain("This kept 5 objects from being read: ");
    });

    it("ends the pause at Ctrl-C with 130, and is resumed", async () => {
      const deploy = await deploying();
      let shown = "";
      deploy.child.stdout?.on("data", (data) => {
        shown += String(data);
      });
      while (!shown.includes("The AWS credentials have expired") && deploy.child.exitCode === null)
        await delay(20);
      deploy.child.kill("SIGINT");
      const ended = await deploy.ended;
      expect(ended.code).toBe(130);
      expect(ended.stderr).toContain("fleetwright deploy -resume");
      sandbox.faults.clear();
      letTimeGo();
      expect((await runCommand(["deploy", "-resume"])).code).toBe(0);
      await expectNothingLeft();
    });
  });

  describe("whose wait runs out", () => {
    const CALL = "UpdateNodegroupVersion";
    const wanted = { groups: ["a"], volumeSize: 80 };
    const timedOut = async () => {
      await deployed({ groups: ["a"] });
      configure({ ...wanted, timeouts: { update: "1s" } });
      const run = await runCommand(DEPLOY);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain("timeout while waiting for state to become 'Successful'");
      expect(run.stderr).toMatch(
        /UpdateNodegroupVersion \(update [^)]+\) goes on in AWS; the wait for it ran out/,
      );
      expect(run.stderr).toContain("fleetwright deploy -resume");
      expect(calls(CALL)).toBe(1);
    };

    it("leaves the update to the next plan and deploy, which follow it", async () => {
      await timedOut();
      configure(wanted);
      expect(await runCommand(["plan", ...NODES, "-out=next.plan"])).toMatchObject({ code: 0, stderr: "" });
      letTimeGoSoon();
      const next = await runCommand(["deploy", "next.plan"]);
      expect(next).toMatchObject({ code: 0, stderr: "" });
      expect(next.stdout).toContain("UpdateNodegroupVersion is under way already");
      expect(calls(CALL)).toBe(1);
      await expectNothingLeft();
    });

    it("is waited for on by -resume", async () => {
      await timedOut();
      letTimeGoSoon();
      const resumed = await runCommand(["deploy", "-resume"]);
      expect(resumed).toMatchObject({ code: 0, stderr: "" });
      expect(calls(CALL)).toBe(1);
      expect((await runCommand(["deploy", "-resume"])).stdout).toContain("nothing to go on with");
      configure(wanted);
      await expectNothingLeft();
    });

    // Only once somebody waits for the update, so that it still runs then; the gate looks at it too.
    const letTimeGoSoon = () => {
      const looks = calls("DescribeUpdate");
      time = setInterval(() => {
        if (calls("DescribeUpdate") > looks + 4) sandbox.clock.finish();
      }, 20);
    };
  });

  it("refuses to go on with a configuration that was changed, and can be given up", async () => {
    const deploy = startCli(DEPLOY, directory);
    await called("CreateNodegroup", deploy);
    expect((await runCommand(["deploy", "-abandon", "-auto-approve"])).stderr).toContain("JOURNAL_RUNNING");
    deploy.child.kill("SIGKILL");
    await deploy.ended;
    configure({ groups: ["a"], maxSize: 7 });
    const refused = await runCommand(["deploy", "-resume"]);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(/fleetwright\s+deploy\s+-abandon/);

    const kept = await runCommand(["deploy", "-abandon"], { stdin: "no\n" });
    expect(kept.code).toBe(1);
    expect(kept.stdout).toContain("aws_eks_node_group.a: eks:CreateNodegroup (demo:demo-a-");
    expect(kept.stdout).toContain("terraform import 'aws_eks_node_group.a' demo:demo-a-");
    const before = mutations();
    const given = await runCommand(["deploy", "-abandon"], { stdin: "yes\n" });
    expect(given).toMatchObject({ code: 0, stderr: "" });
    expect(mutations()).toBe(before);
    expect((await runCommand(["deploy", "-abandon"])).stdout).toContain("nothing to give up");
    letTimeGo();
    expect((await runCommand(DEPLOY)).code).toBe(0);
  });

  it("keeps the journals of folders of the same name apart", async () => {
    configure({ groups: ["a"] }, "one/nodes");
    configure({ groups: ["b"] }, "two/nodes");
    const deploy = startCli(["deploy", "-auto-approve", "-configuration=one/nodes"], directory);
    await called("CreateNodegroup", deploy);
    deploy.child.kill("SIGKILL");
    await deploy.ended;
    letTimeGo();
    const other = await runCommand(["deploy", "-auto-approve", "-configuration=two/nodes"]);
    expect(other).toMatchObject({ code: 0, stderr: "" });
    const refused = await runCommand(["deploy", "-auto-approve", "-configuration=one/nodes"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("JOURNAL_UNFINISHED");
    expect((await runCommand(["deploy", "-resume"])).code).toBe(0);
    const journals = readdirSync(".fleetwright/journal/default");
    expect(journals.filter((name) => name.endsWith(".done"))).toHaveLength(2);
  });

  it("goes on with every deploy that was under way, one after the other", async () => {
    configure({ groups: ["a"] }, "one");
    configure({ groups: ["b"] }, "two");
    for (const folder of ["one", "two"]) {
      const deploy = startCli(["deploy", "-auto-approve", `-configuration=${folder}`], directory);
      const begun = calls("CreateNodegroup");
      while (calls("CreateNodegroup") === begun && deploy.child.exitCode === null) await delay(10);
      deploy.child.kill("SIGKILL");
      await deploy.ended;
    }
    letTimeGo();
    expect(await runCommand(["deploy", "-resume"])).toMatchObject({ code: 0, stderr: "" });
    expect((await runCommand(["deploy", "-resume"])).stdout).toContain("nothing to go on with");
    expect(
      sandbox.callLog.entries({ operation: "CreateNodegroup" }).filter(({ changed }) => changed),
    ).toHaveLength(2);
  });

  it("ends with 130 when it is interrupted while it waits for a lock", async () => {
    const lock = await openStateBackend({
      backend: undefined,
      stackDirectory: join(directory, "nodes"),
    }).lock({ operation: "OperationTypeApply" });
    const deploy = startCli([...DEPLOY, "-lock-timeout=60s", "-json"], directory);
    let shown = "";
    deploy.child.stdout?.on("data", (data) => {
      shown += String(data);
    });
    while (!shown.includes("waiting for the state's lock") && deploy.child.exitCode === null) await delay(20);
    deploy.child.kill("SIGINT");
    const ended = await deploy.ended;
    expect(ended.code).toBe(130);
    expect(events(ended.stdout).find(({ reason }) => reason === "lock")).toMatchObject({ type: "waiting" });
    expect(events(ended.stdout).at(-1)).toMatchObject({ diagnostic: { code: "INTERRUPTED" } });
    expect(mutations()).toBe(0);
    await lock.release();
  });

  it("plans under the state's lock as Terraform does, or without it when told so", async () => {
    const lock = await openStateBackend({
      backend: undefined,
      stackDirectory: join(directory, "nodes"),
    }).lock({ operation: "OperationTypeApply" });
    const locked = await runCommand(["plan", ...NODES, "-json"]);
    expect(locked.code).toBe(5);
    expect(events(locked.stdout).at(-1)).toMatchObject({
      type: "diagnostic",
      "@level": "error",
      diagnostic: { code: "STATE_LOCKED" },
    });
    expect((await runCommand(["plan", ...NODES, "-lock=false"])).code).toBe(0);
    await lock.release();
    expect((await runCommand(["plan", ...NODES])).code).toBe(0);
    expect(existsSync("nodes/.terraform.tfstate.lock.info")).toBe(false);
    expect(existsSync("nodes/terraform.tfstate")).toBe(false);
  });

  it("shows how far a rolling update is: phase, nodes, and what was expected", async () => {
    await deployed({ groups: ["a"] });
    configure({ groups: ["a"], volumeSize: 80 });
    time = setInterval(() => sandbox.clock.advance(20), 30);
    const run = await runCommand([...DEPLOY, "-json"]);
    expect(run.code).toBe(0);
    const progress = events(run.stdout).filter(({ type }) => type === "apply_progress");
    expect(
      progress.find(({ hook }) => hook !== null && typeof hook === "object" && "nodes" in hook),
    ).toMatchObject({
      "@message": expect.stringMatching(
        /Still modifying\.\.\. \[.* elapsed\] [a-z ]+, nodes \d+ old \/ \d+ new of 1, expected \d+m\d+s to /,
      ),
      hook: {
        action: "update",
        phase: expect.any(String),
        nodes: { old: expect.any(Number), new: expect.any(Number), wanted: 1 },
        expected_seconds: { low: expect.any(Number), high: expect.any(Number) },
      },
    });
  });

  it("says that it waits because AWS throttles", async () => {
    sandbox.faults.add({ kind: "throttle", match: { operation: "CreateNodegroup" }, times: 2 });
    letTimeGo();
    const run = await runCommand([...DEPLOY, "-json"]);
    expect(run.code).toBe(0);
    expect(events(run.stdout).find(({ type }) => type === "waiting")).toMatchObject({
      reason: "throttled",
      operation: "eks:CreateNodegroup",
      region: "us-east-1",
    });
  });

  it("tells every refusal as an event of Terraform's form, with its exit code", async () => {
    await deployed({ groups: ["a"] });
    configure({ groups: ["a"], maxSize: 500 });
    const denied = await runCommand([...DEPLOY, "-json"]);
    expect(denied.code).toBe(3);
    expect(events(denied.stdout).slice(-2)).toMatchObject([
      { type: "verdict", "@message": "Policies: denied" },
      { type: "diagnostic", "@level": "error", diagnostic: { code: "APPLY_DENIED" } },
    ]);
    configure({ groups: ["a"], maxSize: 4 });
    expect((await runCommand(["plan", ...NODES, "-out=saved.plan", "-detailed-exitcode"])).code).toBe(2);
    configure({ groups: ["a"], maxSize: 5 });
    const stale = await runCommand(["deploy", "saved.plan", "-json"]);
    expect(stale.code).toBe(4);
    expect(events(stale.stdout).at(-1)).toMatchObject({
      type: "diagnostic",
      "@level": "error",
      diagnostic: { code: "PLAN_STALE", severity: "error", summary: expect.any(String) },
    });
    const unasked = await runCommand(["deploy", ...NODES, "-json"]);
    expect(unasked.code).toBe(1);
    expect(events(unasked.stdout).at(-1)).toMatchObject({ diagnostic: { code: "DEPLOY_NEEDS_APPROVAL" } });
    for (const { stdout } of [denied, stale, unasked]) {
      for (const event of events(stdout)) {
        expect(Object.keys(event).slice(0, 5)).toEqual([
          "@level",
          "@message",
          "@module",
          "@timestamp",
          "type",
        ]);
      }
    }
  });

  it("writes warnings in one line each when told so, and errors in full", async () => {
    const args = ["-configuration=nodes", "-compact-warnings"];
    mkdirSync("nodes", { recursive: true });
    writeFileSync(
      "nodes/main.tf.json",
      JSON.stringify({
        ...stackConfiguration({ groups: ["a"] }),
        check: {
          reachable: { assert: [{ condition: WRONG, error_message: "The service does not answer." }] },
        },
      }),
    );
    const full = await runCommand(["plan", ...NODES]);
    expect(full.stderr).toContain("Warning: ");
    const compact = await runCommand(["plan", ...args]);
    expect(compact.stderr).toContain("Warnings:\n\n- ");
    expect(compact.stderr).toContain("run Fleetwright without -compact-warnings");
    expect(compact.stderr).not.toContain("The service does not answer.");
  });
});
