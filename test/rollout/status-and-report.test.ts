import {
  eventLine,
  learnDurations,
  parseRolloutDefinition,
  planLines,
  planRollout,
  rolloutReport,
  rolloutReportMarkdown,
  rolloutStatus,
  statusLines,
  timedSteps,
} from "../../modules/rollout/index.js";
import { ModelFleet } from "../_helpers/model-fleet.js";
import { rolloutHost } from "../_helpers/rollout-host.js";

async function stoppedRollout() {
  const fleet = new ModelFleet({
    clusters: ["a", "b", "c"].map((name) => ({
      name,
      labels: { stage: name === "a" ? "canary" : "rest" },
      groups: 2,
    })),
  });
  fleet.failures.set("b-g0", 1);
  const host = await rolloutHost(fleet, {
    waves: [
      { name: "canary", clusters: { labels: { stage: "canary" } } },
      { name: "rest", clusters: "all" },
    ],
  });
  await host.run();
  return { fleet, host };
}

describe("the status of a rollout", () => {
  it("says what is done, what failed, and why it stands still", async () => {
    const { fleet, host } = await stoppedRollout();
    const { request, events } = await host.engine.read(host.id);
    const status = rolloutStatus(request.plan, events);
    expect(status).toMatchObject({
      state: "stopped",
      reason: "wave rest: 1 of at most 0 failed",
      running: [],
    });
    expect(status.waves).toMatchObject([
      {
        name: "canary",
        state: "finished",
        clusters: { total: 1, done: 1 },
        groups: { done: 2 },
        nodes: { done: 4 },
      },
      { name: "rest", state: "stopped", clusters: { done: 0, failed: 1 }, budget: { failed: 1, stopsAt: 1 } },
    ]);
    const text = statusLines(status, fleet.clock.now()).join("\n");
    expect(text).toMatch(/canary +finished +clusters 1\/1 +groups 2\/2/);
  });

  it("is the same when events come twice, as after a crash", async () => {
    const { host } = await stoppedRollout();
    const { request, events } = await host.engine.read(host.id);
    const twice = events.flatMap((event) => [event, event]);
    expect(rolloutStatus(request.plan, twice)).toEqual(rolloutStatus(request.plan, events));
  });

  it("shows steps at work with their phase and nodes", async () => {
    const { host } = await stoppedRollout();
    const { request, events } = await host.engine.read(host.id);
    const until = events.findIndex(({ type }) => type === "step-progress");
    const status = rolloutStatus(request.plan, [
      ...events.slice(0, until + 1),
      {
        at: 0,
        type: "step-progress",
        step: "a/1/a-g0",
        updateId: "u",
        phase: "upgrade",
        nodes: { old: 1, new: 3 },
      },
    ]);
    expect(status.running).toMatchObject([
      {
        id: "a/1/a-g0",
        phase: "upgrade",
        nodes: { old: 1, new: 3 },
        description: "node group a-g0 to 1.31.1-20260301",
      },
    ]);
  });
});

describe("the history of a rollout", () => {
  it("is reported with who, what failed, what was said, and every step", async () => {
    const { host } = await stoppedRollout();
    await host.say("resume");
    await host.run();
    const report = rolloutReport(await host.engine.read(host.id));
    expect(report).toMatchObject({ state: "completed", who: "tester", planDigest: "sha256:plan" });
    expect(report.steps.filter(({ outcome }) => outcome === "failed")).toMatchObject([
      { id: "b/1/b-g0", attempt: 1, problems: ["b-g0: NodeCreationFailure"] },
    ]);
    expect(report.steps.filter(({ outcome }) => outcome === "done")).toHaveLength(6);
    expect(report.commands).toMatchObject([{ who: "tester", command: "resume" }]);
    const markdown = rolloutReportMarkdown(report);
    expect(markdown).toContain("## What failed");
    expect(markdown).toContain("| rest | finished | 2/2 | 4/4 | 2 |");
  });

  it("teaches how long updates take, without the time that was waited", async () => {
    const { host } = await stoppedRollout();
    await host.say("resume");
    await host.run();
    const learned = learnDurations(timedSteps(await host.engine.read(host.id)));
    // Two nodes one at a time, 180 s each.
    expect(learned.nodeGroupPerBatch).toHaveLength(6);
    for (const seconds of learned.nodeGroupPerBatch) expect(seconds).toBeCloseTo(180, 0);
    const next = new ModelFleet({ clusters: [{ name: "next", groups: 1, nodes: 3 }] });
    const target = { kind: "release", releases: null } as const;
    const plan = planRollout(parseRolloutDefinition(null), next.facts(), target, { durations: learned });
    const [step] = plan.waves[0]?.clusters[0]?.stages[0]?.steps ?? [];
    // Three nodes one at a time.
    expect(step?.expected.basis).toBe("learned from 6 updates");
    expect(step?.expected.low).toBeCloseTo(540, -1);
    expect(step?.expected.high).toBeCloseTo(540, -1);
  });

  it("has a line for every event that is worth one", async () => {
    const { host } = await stoppedRollout();
    const lines = host.events.map(eventLine).filter((line) => line !== null);
    expect(lines.some((line) => line?.includes("b/1/b-g0: failed: b-g0: NodeCreationFailure"))).toBe(true);
    expect(lines.some((line) => line?.includes("wave rest stops"))).toBe(true);
  });

  it("is planned in text, with what every cluster amounts to", async () => {
    const { host } = await stoppedRollout();
    const { request } = await host.engine.read(host.id);
    const text = planLines(request.plan, { details: true }).join("\n");
    expect(text).toContain("Wave rest: 2 clusters, 4 group updates, 8 nodes, surge 2");
    expect(text).toMatch(/node group b-g1 to 1\.31\.1-20260301 +2 nodes +surge 2 .* not judged/);
  });
});
