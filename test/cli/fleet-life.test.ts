import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStateBackend } from "../../modules/state/index.js";
import { runCommand } from "../_helpers/cli-run.js";
import { type DemoWorld, mutations, openDemoWorld } from "../_helpers/demo-world.js";

describe("a fleet's life on the command line", () => {
  let world: DemoWorld;
  let planText = "";

  beforeAll(async () => {
    world = await openDemoWorld();
  });

  afterAll(() => world.close());

  it("plans every stack, judges the plan and saves it, and changes nothing", async () => {
    const run = await runCommand(["plan", "-fleet", "fleet", "-out", "fleet.plan", "-detailed-exitcode"]);
    expect(run.stderr).toBe("");
    expect(run.code).toBe(2);
    expect(run.stdout).toContain("Plan: 18 to add, 6 to change, 0 to destroy.");
    expect(run.stdout).toContain("Policies:");
    expect(run.stdout).toMatch(/\nAllowed: /);
    expect(mutations(world)).toBe(0);
    planText = run.stdout;
  });

  it("shows the saved plan as it was shown first", async () => {
    const shown = await runCommand(["show", "fleet.plan"]);
    expect(planText).toBe(`${shown.stdout}\nSaved the plan to: fleet.plan\n`);
  });

  it("shows one stack of it as Terraform plan JSON", async () => {
    const shown = await runCommand(["show", "-json", "-stack=prod-eu-1", "fleet.plan"]);
    const plan = JSON.parse(shown.stdout);
    expect(plan.format_version).toBe("1.2");
    expect(plan.resource_changes).toHaveLength(18);
    expect(plan.fleetwright.stack).toBe("prod-eu-1");
  });

  it("shows all stacks by name where there are several", async () => {
    const { stacks } = JSON.parse((await runCommand(["show", "-json", "fleet.plan"])).stdout);
    expect(Object.keys(stacks)).toEqual(["prod-eu-1", "prod-us-1", "staging-eu-1"]);
  });

  it("names the stacks there are when asked for one that is not", async () => {
    const run = await runCommand(["show", "-stack=prod-eu-9", "fleet.plan"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("prod-eu-1, prod-us-1, staging-eu-1");
  });

  it("streams the plan as Terraform's events, an object a line", async () => {
    const run = await runCommand(["plan", "-json", "-fleet", "fleet", "-cluster", "prod-eu-1"]);
    expect(run.code).toBe(0);
    const events = run.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: "version", "@level": "info", "@module": "fleetwright.ui" });
    expect(events.filter(({ type }) => type === "planned_change")).toHaveLength(12);
    expect(events.find(({ type }) => type === "planned_change")).toMatchObject({
      stack: "prod-eu-1",
      change: { action: "create", resource: { resource_type: "aws_eks_node_group", module: "" } },
    });
    expect(events.find(({ type }) => type === "change_summary")).toMatchObject({
      "@message": "Plan: 6 to add, 6 to change, 0 to destroy.",
      changes: { add: 6, change: 6, import: 0, remove: 0, operation: "plan" },
    });
    expect(events.at(-1)).toMatchObject({ type: "verdict", verdict: { allowed: true } });
  });

  it("knows zones and free addresses of the subnets from one read an account and region", async () => {
    const calls = () =>
      world.sandbox.callLog.entries({}).filter(({ operation }) => operation === "DescribeSubnets");
    const before = calls().length;
    const run = await runCommand(["plan", "-json", "-fleet", "fleet"]);
    expect(calls().length - before).toBe(3);
    const { verdict } = JSON.parse(run.stdout.trimEnd().split("\n").at(-1) ?? "");
    const open = verdict.notDecided.map(({ rule }: { readonly rule: string }) => rule);
    expect(open).not.toContain("FW-CAPACITY-001");
    expect(open).not.toContain("FW-CAPACITY-004");
    expect(open).not.toContain("FW-REPLACE-003");
  });

  it("refuses to ask where nobody can answer", async () => {
    const run = await runCommand(["deploy", "-fleet", "fleet", "-input=false"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("-auto-approve");
    expect(mutations(world)).toBe(0);
  });

  it("takes nothing but yes for an approval", async () => {
    const run = await runCommand(["deploy", "-fleet", "fleet"], { stdin: "y\n" });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("Only 'yes' will be accepted");
    expect(run.stdout).toContain("Apply cancelled.");
    expect(mutations(world)).toBe(0);
  });

  it("waits for nobody when the state is locked, and says who holds it", async () => {
    const stackDirectory = join(world.directory, "cdktf.out/stacks/prod-eu-1");
    const backend = openStateBackend({
      backend: { local: { path: "../../../terraform.prod-eu-1.tfstate" } },
      stackDirectory,
    });
    const lock = await backend.lock({ operation: "OperationTypeApply" });
    const run = await runCommand(["deploy", "-auto-approve", "-fleet", "fleet", "-cluster", "prod-eu-1"]);
    await lock.release();
    expect(run.code).toBe(5);
    expect(run.stderr).toContain(lock.info.ID);
    expect(mutations(world)).toBe(0);
  });

  it("deploys a saved plan without asking", async () => {
    const run = await runCommand(["deploy", "fleet.plan"]);
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("Apply complete! Resources: 18 added, 6 changed, 0 destroyed.");
    expect(run.stdout).toMatch(
      /prod-eu-1: aws_eks_node_group\.on-demand-eu-central-1a: Modifications complete after \d+s \[id=/,
    );
  });

  it("then finds nothing to change, and shows what the autoscaler is left to decide", async () => {
    const run = await runCommand(["plan", "-fleet", "fleet", "-detailed-exitcode"]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("No changes. Your infrastructure matches the configuration.");
    expect(run.stdout).toContain("scaling_config[0].desired_size: 1 configured, 3 live and kept");
  });

  it("does not apply a plan twice", async () => {
    const before = mutations(world);
    const run = await runCommand(["deploy", "fleet.plan"]);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain("PLAN_STALE");
    expect(mutations(world)).toBe(before);
  });

  it("refuses what the policies deny, with the line in the fleet file, and changes nothing", async () => {
    const before = mutations(world);
    const fleet = ["-fleet", "fleet/fleet.yaml", "-fleet", "fleet-denied/production-us.yaml"];
    const run = await runCommand(["deploy", "-auto-approve", ...fleet]);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain("FW-SKEW-002");
    expect(run.stdout).toContain("fleet-denied/production-us.yaml:");
    expect(mutations(world)).toBe(before);
  });

  it("refuses a plan file that was tampered with", async () => {
    await runCommand(["plan", "-fleet", "fleet", "-cluster", "prod-us-1", "-out", "small.plan"]);
    const text = readFileSync("small.plan", "utf8");
    writeFileSync("small.plan", text.replaceAll('"max_size":6', '"max_size":600'));
    const before = mutations(world);
    const run = await runCommand(["deploy", "small.plan"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("PLAN_FILE_ALTERED");
    expect(mutations(world)).toBe(before);
  });

  it("shows every error of a bad fleet file with its line, and writes nothing", async () => {
    writeFileSync(
      "bad.yaml",
      readFileSync("fleet/fleet.yaml", "utf8").replace("maxUnavailable: 1 }", "maxUnavailabel: 1 }"),
    );
    const run = await runCommand(["plan", "-fleet", "bad.yaml", "-out", "bad.plan"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/bad\.yaml:\d+:\d+\n +\d+ \|.*maxUnavailabel/);
    expect(run.stderr).toMatch(/\| +\^+/);
    expect(run.stderr).not.toMatch(/\n +at /);
    expect(() => readFileSync("bad.plan")).toThrow();
  });
});
