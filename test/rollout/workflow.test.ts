import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelFleet } from "../_helpers/model-fleet.js";
import { ended, localPlace, rolloutHost } from "../_helpers/rollout-host.js";
import { clusters, starts, wave, workflowClaims } from "../_helpers/workflow-claims.js";

describe("the workflow on the local engine", () => workflowClaims(localPlace));

describe("the journal", () => {
  it("is all that is needed to go on elsewhere", async () => {
    const fleet = new ModelFleet({ clusters: clusters(2, "production") });
    const host = await rolloutHost(fleet, { waves: [wave("production")] });
    const stop = new AbortController();
    await host.run({
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "step-done") stop.abort();
      },
    });
    const elsewhere = await rolloutHost(fleet, { waves: [wave("production")] });
    writeFileSync(
      join(elsewhere.directory, `${host.id}.jsonl`),
      readFileSync(join(host.directory, `${host.id}.jsonl`)),
    );
    const outcome = await elsewhere.engine.run(host.id, {
      actions: fleet.actions(),
      signal: new AbortController().signal,
      whenIdle: "leave",
    });
    expect(ended(outcome).outcome).toBe("completed");
    expect(starts(fleet)).toHaveLength(4);
  });

  it("goes on without a last line that was cut off, and refuses one that was changed", async () => {
    const fleet = new ModelFleet({ clusters: clusters(1, "production", 3) });
    const host = await rolloutHost(fleet, { waves: [wave("production")] });
    const stop = new AbortController();
    await host.run({
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "step-done") stop.abort();
      },
    });
    const file = join(host.directory, `${host.id}.jsonl`);
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.slice(0, -7));
    expect(ended(await host.run()).outcome).toBe("completed");
    expect(starts(fleet)).toHaveLength(3);
    writeFileSync(file, whole.replace('"outcome"', '"outcomes"').replace('"go":true', '"go":trve'));
    await expect(host.run()).rejects.toMatchObject({ diagnostics: [{ code: "ROLLOUT_JOURNAL_DAMAGED" }] });
  });

  it("has one runner at a time", async () => {
    const fleet = new ModelFleet({ clusters: clusters(1, "production", 1) });
    const host = await rolloutHost(fleet, { waves: [wave("production")] });
    const runs = await Promise.allSettled([host.run(), host.run()]);
    const [ran, ...others] = runs.filter((run) => run.status === "fulfilled");
    expect(others).toEqual([]);
    if (ran === undefined) throw new Error("neither of the two runs went through");
    ended(ran.value);
    const refused = runs.find((run) => run.status === "rejected");
    expect(refused?.reason).toMatchObject({ diagnostics: [{ code: "ROLLOUT_LOCKED" }] });
  });

  it("is listed with who began it and how it ended", async () => {
    const fleet = new ModelFleet({ clusters: clusters(1, "production", 1) });
    const host = await rolloutHost(fleet, { waves: [wave("production")] });
    expect(await host.engine.list()).toMatchObject([{ id: host.id, who: "tester", outcome: "unfinished" }]);
    await host.run();
    expect(await host.engine.list()).toMatchObject([{ id: host.id, outcome: "completed" }]);
  });
});
