import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { FleetwrightError } from "../../../diagnostics/index.js";
import { rolloutStatus } from "../../status/rollout-status.js";
import type { RolloutEvent } from "../../workflow/rollout-event.js";
import type { RolloutEngine } from "../rollout-engine.js";
import { newRolloutId } from "../rollout-id.js";
import { type Activity, createActivity } from "./activity.js";
import { type RolloutTables, rolloutTables } from "./rollout-tables.js";
import { runWorker } from "./run-worker.js";

export interface DistributedEngineOptions {
  /** `postgres://user:password@host:port/database`; DBOS keeps its tables in schema `dbos`, ours are in `fleetwright`. */
  readonly databaseUrl: string;
  /** Clusters that this runner works on at once. Default 20. */
  readonly clustersPerRunner?: number;
}

/**
 * Rollouts in a PostgreSQL database, run by any number of runners at once: clusters are taken from one queue, and
 * what a dead runner had is taken over by another. `run` works on everything that there is until its rollout ends.
 */
export async function openDistributedEngine(options: DistributedEngineOptions): Promise<RolloutEngine> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 4 });
  pool.on("error", () => undefined);
  const tables = rolloutTables(pool);
  await created(tables, pool);
  return {
    kind: "distributed",
    start: async (request) => {
      const id = newRolloutId(request.at);
      await tables.insert(id, request);
      return id;
    },
    run: async (id, runOptions) => {
      const known = await tables.result(id);
      if (known !== null) return { kind: "ended", result: known };
      const done = new AbortController();
      const signal = AbortSignal.any([runOptions.signal, done.signal]);
      const activity = createActivity();
      const worker = runWorker({
        ...runOptions,
        activity,
        databaseUrl: options.databaseUrl,
        signal,
        ...(options.clustersPerRunner === undefined ? {} : { clusters: options.clustersPerRunner }),
      });
      void worker.catch(() => done.abort());
      while (!signal.aborted) {
        const result = await tables.result(id);
        if (result !== null) {
          done.abort();
          await worker;
          return { kind: "ended", result };
        }
        const stands = runOptions.whenIdle === "leave" ? await standsBecause(tables, id, activity) : null;
        if (stands !== null) {
          done.abort();
          await worker;
          return { kind: "left", reason: stands };
        }
        await sleep(200, undefined, { signal }).catch(() => undefined);
      }
      await worker;
      return { kind: "left", reason: "interrupted" };
    },
    control: async (id, command) => {
      await tables.addCommand(id, command);
      const { command: said, at, who, wave, reason } = command;
      await tables.addEvents(id, [{ type: "controlled", command: said, at, who, wave, reason }]);
    },
    read: (id) => tables.read(id),
    follow: (id, signal) => followEvents(tables, id, signal),
    list: () => tables.list(),
    close: () => pool.end(),
  };
}

/** Why a rollout waits for a person, as far as this runner knows or, where others have it, its events say. */
async function standsBecause(tables: RolloutTables, id: string, activity: Activity): Promise<string | null> {
  const here = activity.stands(id);
  if (here !== null || !activity.isIdle(id)) return here;
  const { request, events } = await tables.read(id);
  const { state, reason } = rolloutStatus(request.plan, events);
  return state === "awaiting-approval" || state === "stopped" || state === "paused"
    ? (reason ?? state)
    : null;
}

async function created(tables: RolloutTables, pool: Pool): Promise<void> {
  try {
    await tables.create();
  } catch (error) {
    await pool.end();
    throw new FleetwrightError(
      "user",
      [
        {
          severity: "error",
          code: "ROLLOUT_DATABASE",
          summary: "The rollout database cannot be used",
          detail: `${error instanceof Error ? error.message : String(error)}. Give the address of a PostgreSQL database in which this user may create schemas.`,
        },
      ],
      { cause: error },
    );
  }
}

async function* followEvents(
  tables: RolloutTables,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<RolloutEvent> {
  let seen = 0;
  while (!signal.aborted) {
    for (const { seq, event } of await tables.events(id, seen)) {
      seen = seq;
      yield event;
      if (event.type === "rollout-finished") return;
    }
    await sleep(500, undefined, { signal }).catch(() => undefined);
  }
}
