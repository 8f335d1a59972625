import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStateBackend } from "../../modules/state/index.js";
import { bundledProgram } from "../_helpers/bundled-program.js";
import { startCli } from "../_helpers/cli-process.js";
import { effectsOf } from "../_helpers/effects.js";
import { type OneGroupFleet, openOneGroupFleet } from "../_helpers/one-group-fleet.js";

const DEPLOY = ["deploy", "-auto-approve"];

/** Every exit code that docs/exit-codes.md names, each reached in every way that it tells of. */
describe("the exit code", () => {
  let fleet: OneGroupFleet;
  beforeAll(async () => {
    fleet = await openOneGroupFleet();
  });
  afterAll(() => fleet?.close());

  const codeOf = async (argv: readonly string[]) => {
    const { code, stderr } = await fleet.run(argv);
    return `${code} ${stderr}`;
  };
  const group = () => {
    const found = [...fleet.sandbox.world.tables.nodegroups.values()].find(
      ({ cluster }) => cluster === "blue",
    );
    if (found === undefined) throw new Error("there is no node group");
    return found;
  };

  it("is each of the documented ones, and no other", () => {
    const documented = [
      ...readFileSync(join(__dirname, "../../docs/exit-codes.md"), "utf8").matchAll(/^\| (\d+) \|/gm),
    ];
    const codes = documented.map((match) => Number(match[1]));
    const source = readFileSync(join(__dirname, "../../modules/cli/exit-code.ts"), "utf8");
    expect(codes).toEqual([...source.matchAll(/^ {2}\w+: (\d+),$/gm)].map((match) => Number(match[1])));
    expect(codes).toEqual([0, 1, 2, 3, 4, 5, 130]);
  });

  it("is 2 with -detailed-exitcode where there are changes, else 0", async () => {
    fleet.configure({ max: { blue: 3, green: 3 } });
    expect(await codeOf(["plan", "-detailed-exitcode"])).toMatch(/^2 /);
    expect(await codeOf(["plan"])).toMatch(/^0 /);
  });

  it("is 0 after a deploy, of two clusters in one account and region, and when nothing is left to do", async () => {
    expect(await codeOf(DEPLOY)).toBe("0 ");
    expect([...effectsOf(fleet.sandbox)].sort()).toEqual([
      "CreateLaunchTemplate blue-0-steady",
      "CreateLaunchTemplate green-0-steady",
      "CreateNodegroup blue/blue-0-steady",
      "CreateNodegroup green/green-0-steady",
    ]);
    expect(await codeOf(["plan", "-detailed-exitcode"])).toBe("0 ");
    expect(await codeOf(DEPLOY)).toBe("0 ");
  });

  it("is 1 for bad input, for what AWS refuses, and for nobody to ask", async () => {
    expect(await codeOf(["plan", "-no-such-flag"])).toMatch(/^1 /);
    expect(await codeOf(["no-such-command"])).toMatch(/^1 /);
    expect(await codeOf(["show", "no-such.plan"])).toMatch(/^1 /);
    writeFileSync("broken.yaml", "kind: Fleet\nclusters: {");
    expect(await codeOf(["validate", "broken.yaml"])).toMatch(/^1 /);
    fleet.configure({ max: { blue: 4, green: 3 } });
    expect(await codeOf(["deploy", "-input=false"])).toMatch(/^1 [\s\S]*DEPLOY_NEEDS_APPROVAL/);
    fleet.sandbox.faults.add({
      id: "refusal",
      match: { operation: "UpdateNodegroupConfig" },
      kind: "error",
      status: 400,
      code: "InvalidParameterException",
      times: 1,
    });
    expect(await codeOf(DEPLOY)).toMatch(/^1 [\s\S]*InvalidParameterException/);
    fleet.sandbox.faults.clear();
  });

  it("is 3 for what the policies deny, also with -detailed-exitcode, and nothing is done", async () => {
    fleet.configure({ max: { blue: 9, green: 3 } });
    const effects = fleet.effects();
    expect(await codeOf(["plan", "-detailed-exitcode"])).toMatch(/^3 /);
    expect(await codeOf(["plan", "-out", "denied.plan"])).toMatch(/^3 /);
    expect(await codeOf(["gate", "-plan", "denied.plan"])).toMatch(/^3 /);
    expect(await codeOf(["deploy", "denied.plan"])).toMatch(/^3 [\s\S]*Nothing was deployed/);
    expect(await codeOf(DEPLOY)).toMatch(/^3 [\s\S]*Nothing was deployed/);
    expect(await codeOf(["deploy", "-auto-approve", "-cluster", "blue"])).toMatch(/^3 /);
    expect(fleet.effects()).toBe(effects);
  });

  it("is 4 for a plan that is not true any more, or was deployed", async () => {
    fleet.configure({ max: { blue: 5, green: 3 } });
    expect(await codeOf(["plan", "-out", "stale.plan"])).toMatch(/^0 /);
    const { nodegroups } = fleet.sandbox.world.tables;
    const before = group();
    nodegroups.put({ ...before, labels: { by: "hand" } });
    expect(await codeOf(["deploy", "stale.plan"])).toMatch(/^4 [\s\S]*PLAN_STALE/);
    nodegroups.put(before);
    const configuration = join("cdktf.out", "stacks", "blue", "cdk.tf.json");
    const text = readFileSync(configuration, "utf8");
    writeFileSync(configuration, text.replace('"max_size": 5', '"max_size": 2'));
    expect(readFileSync(configuration, "utf8")).not.toBe(text);
    expect(await codeOf(["deploy", "stale.plan"])).toMatch(/^4 [\s\S]*configuration has changed/);
    writeFileSync(configuration, text);
    expect(await codeOf(["deploy", "stale.plan"])).toBe("0 ");
    expect(await codeOf(["deploy", "stale.plan"])).toMatch(/^4 [\s\S]*PLAN_STALE_APPLIED/);
  });

  it("is 5 while somebody else holds a lock", async () => {
    const backend = openStateBackend({
      backend: { local: { path: join(fleet.directory, "terraform.blue.tfstate") } },
      stackDirectory: fleet.directory,
    });
    const lock = await backend.lock({ operation: "OperationTypeApply" });
    fleet.configure({ max: { blue: 3, green: 3 } });
    const effects = fleet.effects();
    expect(await codeOf(DEPLOY)).toMatch(new RegExp(`^5 [\\s\\S]*${lock.info.ID}`));
    expect(fleet.effects()).toBe(effects);
    await lock.release();
  });

  it("is 130 after an interrupt, then 1 until it was gone on with", async () => {
    const program = await bundledProgram("modules/cli/bin.ts");
    fleet.configure({ max: { blue: 3, green: 3 } });
    await fleet.run(["synth"]);
    fleet.sandbox.faults.add({
      id: "slow",
      match: { operation: "UpdateNodegroupConfig" },
      kind: "slow",
      delayMs: 1000,
    });
    const deploy = startCli([...DEPLOY, "-configuration", "cdktf.out/stacks/blue"], fleet.directory, program);
    while (
      fleet.sandbox.callLog
        .entries({ operation: "UpdateNodegroupConfig" })
        .every(({ fault }) => fault !== "slow")
    ) {
      if (deploy.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    deploy.child.kill("SIGINT");
    expect((await deploy.ended).code).toBe(130);
    fleet.sandbox.faults.clear();
    expect(await codeOf(DEPLOY)).toMatch(/^1 [\s\S]*JOURNAL_UNFINISHED/);
    expect(await codeOf(["deploy", "-resume"])).toBe("0 ");
    expect(await codeOf(["plan", "-detailed-exitcode"])).toBe("0 ");
  }, 60_000);
});
