import { existsSync, readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { startCli } from "../_helpers/cli-process.js";
import { type OneGroupFleet, openOneGroupFleet } from "../_helpers/one-group-fleet.js";

const JOURNALS = ".fleetwright/journal/default";

describe("a rollout of planned changes", () => {
  let fleet: OneGroupFleet;
  beforeAll(async () => {
    fleet = await openOneGroupFleet();
    fleet.configure();
    expect((await fleet.run(["deploy", "-auto-approve"])).code).toBe(0);
  });
  afterAll(() => fleet?.close());

  const calls = (operation: string) => fleet.sandbox.callLog.entries({ operation });
  const journals = (ending: string) =>
    existsSync(JOURNALS) ? readdirSync(JOURNALS).filter((name) => name.endsWith(ending)) : [];

  it("applies each step under the state's lock, with the journal of a deploy", async () => {
    fleet.configure({ max: { blue: 4 } });
    const before = journals(".done").length;
    const run = await fleet.run(["rollout", "start", "-auto-approve"]);
    expect(`${run.code} ${run.stderr}`).toBe("0 ");
    expect(calls("UpdateNodegroupConfig").filter(({ changed }) => changed)).toHaveLength(1);
    expect(journals(".done")).toHaveLength(before + 1);
    expect(journals(".jsonl")).toEqual([]);
  });

  it("goes on after kill -9 with the very update that a step had begun", async () => {
    fleet.configure({ max: { blue: 5 } });
    expect((await fleet.run(["synth"])).code).toBe(0);
    const before = calls("UpdateNodegroupConfig").length;
    // The answer is lost, so that the step is in the midst of its call.
    fleet.sandbox.faults.add({ kind: "drop-after", match: { operation: "UpdateNodegroupConfig" } });
    const runner = startCli(["rollout", "start", "-auto-approve"], fleet.directory);
    while (calls("UpdateNodegroupConfig").length === before && runner.child.exitCode === null)
      await delay(10);
    runner.child.kill("SIGKILL");
    await runner.ended;
    fleet.sandbox.faults.clear();
    expect(journals(".jsonl")).toHaveLength(1);
    const resumed = await fleet.run(["rollout", "resume"]);
    expect(`${resumed.code} ${resumed.stderr}`).toBe("0 ");
    expect(journals(".jsonl")).toEqual([]);
    const changed = calls("UpdateNodegroupConfig").slice(before);
    expect(changed.filter((call) => call.changed)).toHaveLength(1);
    const plan = await fleet.run(["plan", "-detailed-exitcode"]);
    expect(plan).toMatchObject({ code: 0, stderr: "" });
  });
});
