import { describeWithPostgres, startPostgres } from "../_helpers/postgres.js";
import { startTrial, type TrialOptions, timesRolled } from "../_helpers/rollout-trial.js";

const options: TrialOptions = {
  clusters: 6,
  waveOf: () => "all",
  groupsPerZone: 1,
  zones: ["eu-central-1a"],
  nodes: 1,
  speed: 300,
  target: { kind: "release", releases: null },
  definition: {
    maxConcurrentClusters: 6,
    // One start every two minutes.
    updatesPerMinute: 0.5,
    waves: [{ name: "all", clusters: "all" }],
  },
  clustersPerRunner: 3,
};

describeWithPostgres("two runners of one database", () => {
  it("share the rate of starts, and roll each group once", async () => {
    const postgres = await startPostgres();
    const trial = await startTrial({ ...options, databaseUrl: postgres.url });
    try {
      const runners = [trial.runner(), trial.runner()];
      await trial.begun(2);
      await Promise.all(runners.map(({ ended }) => ended));
      const { result, events } = await trial.record();
      expect(await trial.problems()).toEqual([]);
      expect(result?.outcome).toBe("completed");
      expect(
        new Set(events.flatMap((event) => (event.type === "runner-started" ? [event.runner] : []))).size,
      ).toBe(2);
      const starts = (result?.clusters ?? [])
        .flatMap(({ steps }) => steps.map(({ startedAt }) => startedAt ?? 0))
        .sort((left, right) => left - right);
      const begun = events.find(({ type }) => type === "rollout-started")?.at ?? 0;
      // Late is allowed, early is not; runners count the sandbox's time from a question each.
      starts.forEach((at, place) => {
        expect(at).toBeGreaterThan(begun + place * 120_000 - 15_000);
      });
      expect(starts).toHaveLength(6);
      trial.watch.poll();
      expect([...timesRolled(trial.watch).values()]).toEqual(Array(6).fill(1));
    } finally {
      await trial.close();
      await postgres.stop();
    }
  }, 120_000);
});
