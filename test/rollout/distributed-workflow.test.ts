import {
  openDistributedEngine,
  parseRolloutDefinition,
  planRollout,
  type RolloutEngine,
  type RolloutEvent,
} from "../../modules/rollout/index.js";
import { ModelFleet } from "../_helpers/model-fleet.js";
import { findPostgres, startPostgres, type TestPostgres } from "../_helpers/postgres.js";

const claim = "the workflow on the distributed engine";

if (findPostgres() === null) {
  describe(claim, () => {
    it.skip("skipped: PostgreSQL not found", () => undefined);
  });
} else {
  describe(claim, () => {
    let postgres: TestPostgres;
    let engine: RolloutEngine;

    beforeAll(async () => {
      postgres = await startPostgres();
      engine = await openDistributedEngine({ databaseUrl: postgres.url });
    });

    afterAll(async () => {
      await engine.close();
      await postgres.stop();
    });

    function clusters(stage: string, count: number, groups = 2) {
      return Array.from({ length: count }, (_, index) => ({
        name: `${stage}-${index}`,
        labels: { stage },
        groups,
      }));
    }

    async function run(
      fleet: ModelFleet,
      definition: object,
      onEvent?: (event: RolloutEvent, id: string) => void,
    ) {
      const plan = planRollout(parseRolloutDefinition(definition), fleet.facts(), {
        kind: "release",
        releases: null,
      });
      const id = await engine.start({
        plan,
        who: "tester",
        title: "t",
        at: fleet.clock.now(),
        planDigest: "",
      });
      const outcome = await engine.run(id, {
        actions: fleet.actions(),
        signal: new AbortController().signal,
        whenIdle: "wait",
        onEvent: (event) => onEvent?.(event, id),
      });
      if (outcome.kind !== "ended") throw new Error(outcome.reason);
      return outcome.result;
    }

    const say = (
      fleet: ModelFleet,
      id: string,
      command: "resume" | "abort" | "approve",
      wave: string | null = null,
    ) => void engine.control(id, { command, who: "tester", at: fleet.clock.now(), wave, reason: null });

    const starts = (fleet: ModelFleet) =>
      fleet.log.filter(({ type }) => type === "start").map(({ object }) => object);

    it("waits for approval, stops at the budget, and completes after a resume", async () => {
      const fleet = new ModelFleet({ clusters: [...clusters("staging", 3), ...clusters("production", 2)] });
      fleet.failures.set("staging-0-g0", 1);
      const result = await run(
        fleet,
        {
          maxConcurrentClusters: 2,
          waves: [
            { name: "staging", clusters: { labels: { stage: "staging" } } },
            { name: "production", clusters: "all", approval: "before" },
          ],
        },
        (event, id) => {
          if (event.type === "wave-stopped") {
            expect(starts(fleet).every((name) => name.startsWith("staging"))).toBe(true);
            say(fleet, id, "resume");
          }
          if (event.type === "wave-awaits-approval") say(fleet, id, "approve", "production");
        },
      );
      expect(result.outcome).toBe("completed");
      expect(starts(fleet).sort()).toEqual(
        [...clusters("staging", 3), ...clusters("production", 2)]
          .flatMap(({ name }) => [`${name}-g0`, `${name}-g1`])
          .concat("staging-0-g0")
          .sort(),
      );
    }, 60_000);

    it("finishes what runs when it is aborted, and begins nothing more", async () => {
      const fleet = new ModelFleet({ clusters: clusters("production", 4, 3) });
      let said = false;
      const result = await run(fleet, { waves: [{ name: "all", clusters: "all" }] }, (event, id) => {
        if (event.type === "step-started" && !said) {
          said = true;
          say(fleet, id, "abort");
        }
      });
      expect(result.outcome).toBe("aborted");
      expect(starts(fleet).length).toBeLessThan(12);
      expect(fleet.log.filter(({ type }) => type === "end")).toHaveLength(starts(fleet).length);
    }, 60_000);

    it("keeps the rate of starts, whose places are in the database", async () => {
      const fleet = new ModelFleet({ clusters: clusters("production", 4, 1) });
      const { clusters: results } = await run(fleet, {
        updatesPerMinute: 0.5,
        maxConcurrentClusters: 4,
        waves: [{ name: "all", clusters: "all" }],
      });
      const times = results
        .flatMap(({ steps }) => steps.map(({ startedAt }) => startedAt ?? 0))
        .sort((a, b) => a - b);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(120_000);
    }, 60_000);

    it("lists and reports what it has run", async () => {
      const all = await engine.list();
      expect(all.map(({ outcome }) => outcome).sort()).toEqual(["aborted", "completed", "completed"]);
      const record = await engine.read(all.find(({ outcome }) => outcome === "aborted")?.id ?? "");
      expect(record.events.map(({ type }) => type)).toContain("controlled");
    });
  });
}
