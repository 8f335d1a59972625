import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CliProcess, startCli } from "../_helpers/cli-process.js";
import { runCommand } from "../_helpers/cli-run.js";
import { type DemoWorld, openDemoWorld } from "../_helpers/demo-world.js";
import { describeWithPostgres, startPostgres, type TestPostgres } from "../_helpers/postgres.js";

const section = `
rollout:
  maxConcurrentGroups: 3
  zones: together
  health: {kubernetes: never}
  waves: [{name: all, clusters: all}]
`;

describeWithPostgres("fleetwright rollout worker", () => {
  let postgres: TestPostgres;
  let world: DemoWorld;
  let worker: CliProcess | null = null;

  beforeAll(async () => {
    postgres = await startPostgres();
    world = await openDemoWorld();
    appendFileSync(join(world.directory, "fleet", "fleet.yaml"), section);
  });

  afterAll(async () => {
    worker?.child.kill("SIGKILL");
    await world?.close();
    await postgres?.stop();
  });

  const rollout = (...argv: string[]) => runCommand(["rollout", ...argv, "-database", postgres.url]);

  async function until(what: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 300 && !(await what()); attempt++) await sleep(200);
  }

  it("takes over what the runner that began a rollout leaves, ends it, and leaves without a complaint", async () => {
    const start = startCli(
      [
        "rollout",
        "start",
        "-kubernetes-version",
        "1.35",
        "-cluster",
        "prod-eu-1",
        "-auto-approve",
        "-database",
        postgres.url,
      ],
      world.directory,
    );
    const begun = () => world.sandbox.callLog.entries({ operation: "UpdateNodegroupVersion" }).length > 0;
    await until(async () => begun() || start.child.exitCode !== null);
    start.child.kill("SIGINT");
    const left = await start.ended;
    expect(left.code).toBe(130);
    expect(left.stderr).toContain("The rollout is not at its end: interrupted.");
    expect(left.stderr).not.toMatch(/Deprecat|Warning|Error/);

    expect((await rollout("status")).stdout).toContain("No runner is there now");
    worker = startCli(["rollout", "worker", "-database", postgres.url], world.directory);
    await until(async () => (await rollout("status")).stdout.includes("completed"));
    const status = await rollout("status");
    expect(status.stdout).toMatch(/^Rollout \S+: Kubernetes 1\.35\ncompleted, /);
    const updates = world.sandbox.callLog.entries({ operation: "UpdateNodegroupVersion" });
    expect(updates.filter(({ changed }) => changed)).toHaveLength(3);
    const report = JSON.parse((await rollout("report", "-format", "json")).stdout);
    expect(report).toMatchObject({ state: "completed", who: expect.any(String) });
    expect((await rollout("history")).stdout).toMatch(/ completed .*: Kubernetes 1\.35/);

    worker.child.kill("SIGTERM");
    const ended = await worker.ended;
    expect(ended.code).toBe(130);
    expect(ended.stdout).toMatch(/^Worker \S+ is ready\.\n/);
    expect(ended.stderr.trim()).toBe(
      "Interrupt received: ending after what has been started. Press again to end now.",
    );
  }, 120_000);
});
