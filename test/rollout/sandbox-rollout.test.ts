import { startTrial, type TrialOptions, timesRolled } from "../_helpers/rollout-trial.js";

/** Rollouts against the sandbox's EKS, by a runner in this process. */
const options: TrialOptions = {
  clusters: 6,
  waveOf: (index) => (index < 3 ? "staging" : "production"),
  groupsPerZone: 1,
  zones: ["eu-central-1a", "eu-central-1b"],
  nodes: 1,
  speed: 1_500,
  target: { kind: "release", releases: null },
  definition: {
    maxConcurrentClusters: 3,
    zones: "sequential",
    failureBudget: { groups: 2 },
    waves: ["staging", "production"].map((name) => ({ name, clusters: { labels: { wave: name } } })),
  },
};

describe("a rollout against EKS's own behaviour", () => {
  it("stops a wave of failing updates at its budget, leaves later waves alone, and completes after the fix", async () => {
    const trial = await startTrial(options);
    try {
      for (const cluster of ["c0000", "c0001"]) {
        await fetch(`${trial.sandbox.url}/_sandbox/trouble`, {
          method: "POST",
          body: JSON.stringify({
            cluster,
            nodegroup: `${cluster}-a-a`,
            during: "version-update",
            code: "NodeCreationFailure",
            lasting: true,
          }),
        });
      }
      expect(await trial.run()).toMatchObject({
        kind: "left",
        reason: expect.stringContaining("staging has stopped"),
      });
      expect(await trial.problems()).toEqual(
        expect.arrayContaining([
          expect.stringContaining("the update of node group c0000:c0000-a-a failed: NodeCreationFailure"),
        ]),
      );
      const touched = [...trial.watch.updates.values()].map(({ cluster }) =>
        trial.waveOfCluster.get(cluster),
      );
      expect(touched).not.toContain("production");
      await fetch(`${trial.sandbox.url}/_sandbox/trouble`, { method: "DELETE" });
      await trial.resume();
      expect(await trial.run()).toMatchObject({ kind: "ended", result: { outcome: "completed" } });
      expect([...timesRolled(trial.watch).values()]).toEqual(Array(12).fill(1));
      const failed = [...trial.watch.updates.values()].filter(({ outcome }) => outcome === "Failed");
      expect(failed.map(({ group }) => group).sort()).toEqual(["c0000-a-a", "c0001-a-a"]);
    } finally {
      await trial.close();
    }
  }, 120_000);

  it("keeps the skew rules at every instant while it takes a fleet two minors up", async () => {
    const trial = await startTrial({
      ...options,
      clusters: 4,
      target: { kind: "kubernetes", version: "1.33" },
    });
    try {
      expect(await trial.run()).toMatchObject({ kind: "ended", result: { outcome: "completed" } });
      expect(trial.watch.skews).toEqual([]);
      const times = timesRolled(trial.watch);
      // Per cluster: two control plane updates, and two for each of its two groups.
      expect([...times.values()]).toEqual(Array(4 * 6).fill(1));
      expect(trial.watch.most.groupsOfOneCluster).toBe(1);
    } finally {
      await trial.close();
    }
  }, 120_000);
});
