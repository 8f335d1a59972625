import type { RolloutEvent, RolloutTarget, RunOutcome } from "../../modules/rollout/index.js";
import { healthClaims } from "./health-claims.js";
import { ModelFleet, type ModelFleetOptions } from "./model-fleet.js";
import { type EnginePlace, ended, type RolloutHost, rolloutHost } from "./rollout-host.js";

export function clusters(count: number, stage: string, groups = 2) {
  return Array.from({ length: count }, (_, index) => ({
    name: `${stage}-${index}`,
    labels: { stage },
    groups,
  }));
}

export function wave(name: string, settings: object = {}) {
  return { name, clusters: { labels: { stage: name } }, ...settings };
}

export function starts(fleet: ModelFleet): string[] {
  return fleet.log.filter(({ type }) => type === "start").map(({ object }) => object);
}

function most(fleet: ModelFleet, key: (entry: ModelFleet["log"][number]) => string): number {
  const running = new Map<string, number>();
  let highest = 0;
  for (const entry of fleet.log) {
    const name = key(entry);
    running.set(name, (running.get(name) ?? 0) + (entry.type === "start" ? 1 : -1));
    highest = Math.max(highest, [...running.values()].filter((count) => count > 0).length);
  }
  return highest;
}

export function diagnostics(events: readonly RolloutEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "step-failed" ? event.diagnostics.map(({ summary }) => summary) : [],
  );
}

/** Makes fleets and rollouts for one engine. */
export interface EngineHost {
  fleetOf(options: ModelFleetOptions): ModelFleet;
  hostOf(fleet: ModelFleet, definition: object | undefined, target?: RolloutTarget): Promise<RolloutHost>;
}

/** What the workflow does, whatever engine runs it. */
export function workflowClaims(place: EnginePlace): void {
  const fleetOf = (options: ModelFleetOptions): ModelFleet =>
    new ModelFleet({ settle: place.settle, ...options });
  const hostOf = (fleet: ModelFleet, definition: object | undefined, target?: RolloutTarget) =>
    rolloutHost(fleet, definition, target, place);

  describe("a rollout", () => {
    it("takes waves in order, soaks between them, and no more clusters and groups at once than allowed", async () => {
      const fleet = fleetOf({ clusters: [...clusters(2, "canary"), ...clusters(4, "production", 3)] });
      const host = await hostOf(fleet, {
        maxConcurrentGroups: 2,
        zones: "together",
        waves: [wave("canary", { soak: "2h" }), wave("production", { maxConcurrentClusters: 3 })],
      });
      const result = ended(await host.run());
      expect(result.outcome).toBe("completed");
      expect(starts(fleet)).toHaveLength(16);
      expect(new Set(starts(fleet)).size).toBe(16);
      expect(most(fleet, ({ cluster }) => cluster)).toBeLessThanOrEqual(3);
      expect(most(fleet, ({ object }) => object)).toBeLessThanOrEqual(6);
      const lastCanary = Math.max(
        ...fleet.log.filter(({ cluster }) => cluster.startsWith("canary")).map(({ at }) => at),
      );
      const firstProduction = fleet.log.find(({ cluster }) => cluster.startsWith("production"));
      expect((firstProduction?.at ?? 0) - lastCanary).toBeGreaterThanOrEqual(7_200_000);
    });

    it.each(place.endsAfter)(
      "goes on exactly where it was when each runner ends after %i events",
      async (limit) => {
        const fleet = fleetOf({ clusters: clusters(4, "production", 3) });
        const host = await hostOf(fleet, {
          maxConcurrentClusters: 2,
          maxConcurrentGroups: 2,
          zones: "together",
          waves: [wave("production")],
        });
        let outcome: RunOutcome = { kind: "left", reason: "" };
        let runs = 0;
        for (; outcome.kind === "left" && runs < 100; runs++) {
          const stop = new AbortController();
          let seen = 0;
          outcome = await host.run({
            signal: stop.signal,
            onEvent: () => {
              seen += 1;
              if (seen === limit) stop.abort();
            },
          });
        }
        expect(runs).toBeGreaterThan(2);
        expect(ended(outcome).outcome).toBe("completed");
        expect(starts(fleet).sort()).toEqual([...new Set(starts(fleet))].sort());
        expect(starts(fleet)).toHaveLength(12);
      },
    );

    it("starts updates in windows only, and finishes what runs when one closes", async () => {
      const fleet = fleetOf({
        clusters: clusters(2, "production", 3),
        startsAt: Date.parse("2026-03-02T09:00:00Z"),
      });
      const host = await hostOf(fleet, {
        windows: { timeZone: "UTC", open: [{ weekdays: ["mon", "wed"], from: "10:00", to: "10:20" }] },
        waves: [wave("production")],
      });
      ended(await host.run());
      const times = fleet.log
        .filter(({ type }) => type === "start")
        .map(({ at }) => new Date(at).toISOString());
      expect(times).toHaveLength(6);
      for (const time of times) {
        expect(time.slice(11, 16) >= "10:00" && time.slice(11, 16) < "10:20").toBe(true);
        expect([1, 3]).toContain(new Date(time).getUTCDay());
      }
    });

    it("starts nothing in a freeze, which lasts as long as its days last where the fleet is", async () => {
      const fleet = fleetOf({
        clusters: clusters(1, "production", 2),
        // The first minute of a day in Berlin that is still the day before in UTC.
        startsAt: Date.parse("2026-03-01T23:01:00Z"),
      });
      const host = await hostOf(fleet, {
        windows: {
          timeZone: "Europe/Berlin",
          freezes: [{ from: "2026-03-02", to: "2026-03-03", reason: "stocktaking" }],
        },
        waves: [wave("production")],
      });
      ended(await host.run());
      expect(new Date(fleet.log[0]?.at ?? 0).toISOString()).toBe("2026-03-03T23:00:00.000Z");
      expect(host.events).toContainEqual(
        expect.objectContaining({ type: "step-waiting", reason: expect.stringContaining("stocktaking") }),
      );
    });

    it("spaces the starts of updates as the rate says", async () => {
      const fleet = fleetOf({ clusters: clusters(6, "production", 1) });
      const begun = fleet.clock.now();
      const host = await hostOf(fleet, {
        updatesPerMinute: 0.5,
        maxConcurrentClusters: 6,
        waves: [wave("production")],
      });
      const { clusters: results } = ended(await host.run());
      const times = results
        .flatMap(({ steps }) => steps.map(({ startedAt }) => startedAt ?? 0))
        .sort((left, right) => left - right);
      // Late is allowed, early is not.
      times.forEach((at, place) => {
        expect(at).toBeGreaterThanOrEqual(begun + place * 120_000);
      });
      expect(times).toHaveLength(6);
    });
  });

  describe("a failure budget", () => {
    it("stops the wave when it is used up, leaves later waves alone, and goes on after a resume", async () => {
      const fleet = fleetOf({ clusters: [...clusters(3, "staging"), ...clusters(1, "production")] });
      fleet.failures.set("staging-0-g0", 1);
      fleet.failures.set("staging-1-g0", 1);
      const host = await hostOf(fleet, {
        failureBudget: { groups: 2 },
        waves: [wave("staging"), wave("production")],
      });
      const stopped = await host.run();
      expect(stopped).toEqual({
        kind: "left",
        reason: "wave staging has stopped: 2 of at most 1 failed",
      });
      expect(starts(fleet).sort()).toEqual(["staging-0-g0", "staging-1-g0"]);
      expect(diagnostics(host.events).sort()).toEqual([
        "staging-0-g0: NodeCreationFailure",
        "staging-1-g0: NodeCreationFailure",
      ]);
      // Running it again without a word changes nothing.
      expect((await host.run()).kind).toBe("left");
      await host.say("resume");
      const result = ended(await host.run());
      expect(result.outcome).toBe("completed");
      const counts = new Map<string, number>();
      for (const name of starts(fleet)) counts.set(name, (counts.get(name) ?? 0) + 1);
      expect([...counts].filter(([, count]) => count > 1).sort()).toEqual([
        ["staging-0-g0", 2],
        ["staging-1-g0", 2],
      ]);
      expect(counts.size).toBe(8);
    });

    it("lets the wave go on while it lasts, but not the cluster that failed", async () => {
      const fleet = fleetOf({ clusters: clusters(3, "production", 3) });
      fleet.failures.set("production-0-g1", 1);
      const host = await hostOf(fleet, { failureBudget: { share: "50%" }, waves: [wave("production")] });
      const result = ended(await host.run());
      expect(result.outcome).toBe("completed-with-failures");
      expect(result.clusters.map(({ outcome }) => outcome)).toEqual(["failed", "done", "done"]);
      expect(starts(fleet)).not.toContain("production-0-g2");
    });
  });

  describe("people", () => {
    it("approve a wave before it begins", async () => {
      const fleet = fleetOf({ clusters: [...clusters(1, "canary"), ...clusters(1, "production")] });
      const host = await hostOf(fleet, {
        waves: [wave("canary"), wave("production", { approval: "before" })],
      });
      expect(await host.run()).toEqual({ kind: "left", reason: "wave production awaits approval" });
      expect(starts(fleet)).toHaveLength(2);
      await host.say("approve", "production");
      expect(ended(await host.run()).outcome).toBe("completed");
    });

    it("pause: what runs is finished, nothing else begins", async () => {
      const fleet = fleetOf({ clusters: clusters(2, "production", 2) });
      const host = await hostOf(fleet, { waves: [wave("production")] });
      let said = false;
      const outcome = await host.run({
        onEvent: (event) => {
          if (event.type === "step-started" && !said) {
            said = true;
            void host.say("pause");
          }
        },
      });
      expect(outcome).toEqual({ kind: "left", reason: "paused" });
      expect(fleet.log.map(({ type }) => type)).toEqual(["start", "end"]);
      await host.say("resume");
      expect(ended(await host.run()).outcome).toBe("completed");
      expect(starts(fleet)).toHaveLength(4);
    });

    it("abort: what runs is finished, and the rollout is over", async () => {
      const fleet = fleetOf({ clusters: clusters(3, "production", 3) });
      const host = await hostOf(fleet, { maxConcurrentClusters: 2, waves: [wave("production")] });
      let said = false;
      const outcome = await host.run({
        onEvent: (event) => {
          if (event.type === "step-started" && !said) {
            said = true;
            void host.say("abort");
          }
        },
      });
      const result = ended(outcome);
      expect(result.outcome).toBe("aborted");
      expect(fleet.log.filter(({ type }) => type === "end")).toHaveLength(starts(fleet).length);
      expect(starts(fleet).length).toBeLessThan(9);
      expect(result.clusters.map(({ outcome: cluster }) => cluster)).toContain("stopped");
    });

    it("may be waited for instead", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      const host = await hostOf(fleet, { waves: [wave("production", { approval: "before" })] });
      const outcome = await host.run({
        whenIdle: "wait",
        onEvent: (event) => {
          if (event.type === "wave-awaits-approval") void host.say("approve", "production");
        },
      });
      expect(ended(outcome).outcome).toBe("completed");
    });
  });

  healthClaims({ fleetOf, hostOf });

  describe("drift", () => {
    it("of sizes is told, and no reason to stop", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      const host = await hostOf(fleet, { waves: [wave("production")] });
      fleet.group("production-0-g0").scaling.desired = 3;
      ended(await host.run());
      expect(host.events).toContainEqual(
        expect.objectContaining({ type: "step-drift", differences: ["desired size is 3, not 2"] }),
      );
    });

    it("finds done what somebody else has done", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 2) });
      const host = await hostOf(fleet, { waves: [wave("production")] });
      fleet.group("production-0-g0").releaseVersion = "1.31.1-20260301";
      const result = ended(await host.run());
      expect(starts(fleet)).toEqual(["production-0-g1"]);
      expect(result.clusters[0]?.steps[0]).toMatchObject({
        outcome: "skipped",
        reason: "it is on 1.31.1-20260301",
      });
    });

    it("waits for somebody else's update and then does what is left", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      const host = await hostOf(fleet, { waves: [wave("production")] });
      fleet.startForeign("production-0-g0", { version: "1.31", releaseVersion: "1.31.0-20260201" }, 900);
      ended(await host.run());
      const [first] = fleet.log;
      expect((first?.at ?? 0) - Date.UTC(2026, 2, 2, 8)).toBeGreaterThanOrEqual(900_000);
      expect(fleet.group("production-0-g0").releaseVersion).toBe("1.31.1-20260301");
    });

    it("of the control plane is no reason to stop where the policies still allow the step", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      const host = await hostOf(fleet, { waves: [wave("production")] });
      fleet.cluster("production-0").version = "1.32";
      const result = ended(await host.run());
      expect(starts(fleet)).toEqual(["production-0-g0"]);
      expect(result.clusters[0]?.steps[0]).toMatchObject({
        outcome: "done",
        drift: ["the control plane is on 1.32, not 1.31"],
        planDigest: "sha256:production-0/1/production-0-g0",
      });
    });

    it("that makes a step impossible stops it: a cluster that is gone, a group that is gone", async () => {
      const fleet = fleetOf({ clusters: clusters(2, "production", 1) });
      const host = await hostOf(fleet, { failureBudget: { groups: 2 }, waves: [wave("production")] });
      fleet.clusters.delete("production-0");
      fleet.cluster("production-1").groups.clear();
      expect((await host.run()).kind).toBe("left");
      expect(diagnostics(host.events).sort()).toEqual([
        expect.stringContaining("cannot be done: cluster production-0 does not exist any more"),
        expect.stringContaining("cannot be done: node group production-1-g0 does not exist any more"),
      ]);
      await host.say("abort");
      expect(ended(await host.run()).outcome).toBe("aborted");
    });

    it("of the control plane goes to the policies again, which may stop it", async () => {
      const fleet = fleetOf({ clusters: clusters(1, "production", 1) });
      const host = await hostOf(fleet, { waves: [wave("production")] });
      fleet.cluster("production-0").version = "1.32";
      fleet.denied = (step, live) =>
        live.cluster(step.cluster).version === "1.32" ? "release roll across minors" : null;
      await host.run();
      expect(diagnostics(host.events)).toEqual([
        "production-0: node group production-0-g0 to 1.31.1-20260301 is denied by FW-TEST-001: release roll across minors",
      ]);
      expect(starts(fleet)).toEqual([]);
    });
  });
}
