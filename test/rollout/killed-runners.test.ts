import { setTimeout as sleep } from "node:timers/promises";
import { findPostgres, startPostgres } from "../_helpers/postgres.js";
import { type RolloutTrial, startTrial, type TrialOptions, timesRolled } from "../_helpers/rollout-trial.js";

const waves = ["canary", "staging", "production"];

const options: TrialOptions = {
  clusters: 9,
  waveOf: (index) => waves[index % 3] ?? "",
  groupsPerZone: 2,
  zones: ["eu-central-1a", "eu-central-1b"],
  nodes: 1,
  speed: 300,
  target: { kind: "release", releases: null },
  definition: {
    maxConcurrentClusters: 3,
    maxConcurrentGroups: 2,
    soak: "20m",
    waves: waves.map((name) => ({ name, clusters: { labels: { wave: name } } })),
  },
};

function expectOnceAndWithinLimits(trial: RolloutTrial): void {
  trial.watch.poll();
  const times = timesRolled(trial.watch);
  expect([...times.values()].every((count) => count === 1)).toBe(true);
  expect(times.size).toBe(trial.groups);
  expect(trial.groups).toBe(36);
  expect(trial.watch.most.clusters).toBeLessThanOrEqual(3);
  expect(trial.watch.most.groupsOfOneCluster).toBe(2);
  const updates = [...trial.watch.updates.values()];
  const ofWave = (name: string) => updates.filter(({ cluster }) => trial.waveOfCluster.get(cluster) === name);
  for (const [before, after] of [
    ["canary", "staging"],
    ["staging", "production"],
  ] as const) {
    const end = Math.max(...ofWave(before).map(({ endedAt }) => endedAt ?? 0));
    const begin = Math.min(...ofWave(after).map(({ startedAt }) => startedAt));
    expect(begin - end).toBeGreaterThanOrEqual(20 * 60_000);
  }
}

describe("a rollout whose runners are killed", () => {
  it("rolls each group exactly once, within its limits, with the local engine", async () => {
    const trial = await startTrial(options);
    try {
      let kills = 0;
      let said: unknown = null;
      for (let lives = 0; said === null && lives < 12; lives++) {
        const { process: runner, ended } = trial.runner();
        if (lives < 4) {
          await sleep(2_000 + Math.random() * 1_500);
          runner.kill("SIGKILL");
        }
        const end = await ended;
        if (end.code === null) kills += 1;
        else said = end.said;
      }
      expect(await trial.problems()).toEqual([]);
      expect(said).toMatchObject({ outcome: "completed" });
      expect(kills).toBeGreaterThanOrEqual(2);
      expectOnceAndWithinLimits(trial);
    } finally {
      await trial.close();
    }
  }, 180_000);

  const claim = "goes on when two of three runners die, with the distributed engine";
  if (findPostgres() === null) it.skip(`skipped: PostgreSQL not found: ${claim}`, () => undefined);
  else {
    it(claim, async () => {
      const postgres = await startPostgres();
      let trial: RolloutTrial | null = null;
      try {
        trial = await startTrial({ ...options, databaseUrl: postgres.url });
        const runners = [trial.runner(), trial.runner(), trial.runner()];
        await trial.begun(3);
        await sleep(2_000);
        runners[0]?.process.kill("SIGKILL");
        await sleep(3_000);
        runners[1]?.process.kill("SIGKILL");
        const ends = await Promise.all(runners.map(({ ended }) => ended));
        expect(await trial.problems()).toEqual([]);
        expect(ends.map(({ code }) => code)).toEqual([null, null, 0]);
        expect(ends[2]?.said).toMatchObject({ outcome: "completed" });
        const { events } = await trial.record();
        expect(events.filter(({ type }) => type === "runner-started")).toHaveLength(3);
        expectOnceAndWithinLimits(trial);
      } finally {
        await trial?.close();
        await postgres.stop();
      }
    }, 180_000);
  }
});
