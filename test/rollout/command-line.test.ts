import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../_helpers/cli-run.js";
import { type DemoWorld, mutations, openDemoWorld } from "../_helpers/demo-world.js";

const section = `
rollout:
  maxConcurrentClusters: 2
  maxConcurrentGroups: 2
  waves:
    - {name: america, clusters: {names: ["prod-us-*"]}, approval: before}
    - {name: rest, clusters: all, approval: before}
`;

const target = ["-fleet", "fleet", "-kubernetes-version", "1.35"];

describe("fleetwright rollout", () => {
  let world: DemoWorld;

  beforeAll(async () => {
    world = await openDemoWorld();
    appendFileSync(join(world.directory, "fleet", "fleet.yaml"), section);
  });

  afterAll(() => world.close());

  it("plans waves, steps and durations, with the verdict on every step, and changes nothing", async () => {
    const run = await runCommand(["rollout", "plan", ...target, "-details"]);
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /Wave america: 1 clusters, 6 group updates, \d+ nodes, surge 4, .*, after approval/,
    );
    expect(run.stdout).toMatch(/control plane to 1\.35 +0 nodes +surge 0 +8m–15m +allowed/);
    expect(run.stdout).toMatch(/node group prod-us-1-0-on-demand to 1\.35\.\d+-\d+ +3 nodes/);
    expect(run.stdout).toContain("The policies allow every step.");
    expect(mutations(world)).toBe(0);
  });

  it("gives the plan as JSON", async () => {
    const plan = JSON.parse((await runCommand(["rollout", "plan", ...target, "-json"])).stdout);
    expect(plan.waves.map(({ name }: { name: string }) => name)).toEqual(["america", "rest"]);
    expect(plan.waves[0].clusters[0].stages[0].steps[0].verdict).toMatchObject({ allowed: true });
  });

  it("says where the fleet file's section is wrong", async () => {
    const file = join(world.directory, "fleet", "fleet.yaml");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, good.replace("maxConcurrentGroups: 2", "soak: soon"));
    const run = await runCommand(["rollout", "plan", ...target]);
    writeFileSync(file, good);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Invalid rollout definition at rollout.soak");
    expect(run.stderr).toMatch(/fleet\.yaml:\d+:\d+/);
    expect(run.stderr).toContain("soak: soon");
  });

  it("validates the section with the fleet file, and says which waves are not as they seem", async () => {
    const file = join(world.directory, "fleet", "fleet.yaml");
    const good = readFileSync(file, "utf8");
    const bad = good
      .replace('names: ["prod-us-*"]', "labels: {stge: canary}")
      .replace(
        "{name: rest, clusters: all, approval: before}",
        '{name: rest, clusters: {names: ["prod-eu-*"]}}',
      );
    writeFileSync(file, bad);
    const odd = await runCommand(["validate", "fleet"]);
    writeFileSync(file, bad.replace("maxConcurrentGroups: 2", "zones: both"));
    const wrong = await runCommand(["validate", "fleet"]);
    writeFileSync(file, good);
    expect(odd.code).toBe(0);
    expect(odd.stderr).toMatch(
      /Wave america: no cluster has the label stge[\s\S]*fleet\.yaml:\d+:\d+[\s\S]*Clusters have the labels/,
    );
    expect(odd.stderr).toMatch(/2 clusters are in no wave[\s\S]*Rollouts leave out prod-us-1, staging-eu-1/);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(
      /Invalid rollout definition at rollout\.zones[\s\S]*fleet\.yaml:\d+:\d+[\s\S]*zones: both/,
    );
    expect((await runCommand(["validate", "fleet"])).stderr).toBe("");
  });

  it("does not begin without approval where nobody can be asked", async () => {
    const run = await runCommand(["rollout", "start", ...target], { env: { CI: "1" } });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Nobody can be asked to approve");
  });

  it("says so when there is no rollout yet", async () => {
    const run = await runCommand(["rollout", "status"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("There is no rollout here");
  });

  it("leaves at a wave that awaits approval, and is shown, told and reported from elsewhere", async () => {
    const env = { USER: "ada" };
    const start = await runCommand(["rollout", "start", ...target, "-auto-approve", "-title", "to 1.35"], {
      env,
    });
    expect(start.code).toBe(1);
    expect(start.stderr).toContain("wave america awaits approval");
    const again = await runCommand(["rollout", "resume", "-json", "-fleet", "fleet"], { env });
    const lines = again.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual([
      "version",
      "rollout_runner_started",
      "rollout_controlled",
      "rollout_wave_awaits_approval",
      "rollout_runner_stopped",
    ]);
    for (const line of lines) {
      expect(line).toMatchObject({
        "@level": "info",
        "@message": expect.any(String),
        "@module": "fleetwright.ui",
        "@timestamp": expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
    }
    const status = await runCommand(["rollout", "status"]);
    expect(status.stdout).toContain("awaiting-approval: wave america awaits approval");
    expect(status.stdout).toMatch(/Nobody runs it now: `fleetwright rollout resume \S+` goes on\./);
    const json = JSON.parse((await runCommand(["rollout", "status", "-json"])).stdout);
    expect(json).toMatchObject({ attended: false });
    expect(json).toMatchObject({ title: "to 1.35", who: "ada", state: "awaiting-approval" });
    const unknown = await runCommand(["rollout", "approve", "-wave", "europe"]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("Its waves are america, rest.");
    expect((await runCommand(["rollout", "abort", "-reason", "wrong day"], { env })).code).toBe(0);
    const resumed = await runCommand(["rollout", "resume", "-fleet", "fleet"], { env });
    expect(resumed.code).toBe(1);
    expect(resumed.stdout).toContain("rollout aborted");
    const history = await runCommand(["rollout", "history"]);
    expect(history.stdout).toMatch(/aborted +ada: to 1\.35/);
    const report = await runCommand(["rollout", "report"]);
    expect(report.stdout).toContain("| ada | abort | wrong day |");
    expect(mutations(world)).toBe(0);
    const late = await runCommand(["rollout", "pause", json.id]);
    expect(late.code).toBe(1);
    expect(late.stderr).toContain(`Rollout ${json.id} is aborted`);
  });

  it("tells a worker that it needs a database", async () => {
    const run = await runCommand(["rollout", "worker", "-fleet", "fleet"]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("Give -database or FLEETWRIGHT_ROLLOUT_DATABASE");
  });
});
