import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { z } from "zod";
import { runnerLockClass } from "./names.js";

/**
 * The sign that a runner is alive: a lock of its own database session, which the server lets go by itself when the
 * process or its connection dies. No clocks are compared.
 */
export interface RunnerLease {
  /** Executors whose sessions are gone, each given to one caller only; `takeOver` is done before the next may ask. */
  takeOverDead(takeOver: (executor: string) => Promise<void>): Promise<void>;
  /** Runs while no other runner does the same: DBOS's first migration cannot bear company. */
  alone(run: () => Promise<void>): Promise<void>;
  /** Aborted when this runner's own session is lost: others take its work then. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** `client` is connected and used for nothing else. */
export async function takeLease(client: Client, executor: string, host: string): Promise<RunnerLease> {
  const lost = new AbortController();
  client.on("error", () => lost.abort());
  client.on("end", () => lost.abort());
  const inserted = await client.query(
    "INSERT INTO fleetwright.rollout_runners (executor, host) VALUES ($1, $2) RETURNING id",
    [executor, host],
  );
  const own = z.array(z.object({ id: z.number() })).parse(inserted.rows)[0]?.id ?? 0;
  await client.query("SELECT pg_advisory_lock($1, $2)", [runnerLockClass, own]);
  return {
    lost: lost.signal,
    takeOverDead: async (takeOver) => {
      const others = await client.query(
        "SELECT id, executor FROM fleetwright.rollout_runners WHERE gone IS NULL AND id <> $1 ORDER BY id",
        [own],
      );
      for (const other of z.array(z.object({ id: z.number(), executor: z.string() })).parse(others.rows)) {
        if (!(await tryLock(client, other.id))) continue;
        try {
          await takeOver(other.executor);
          await client.query("UPDATE fleetwright.rollout_runners SET gone = now() WHERE id = $1", [other.id]);
        } finally {
          await client.query("SELECT pg_advisory_unlock($1, $2)", [runnerLockClass, other.id]);
        }
      }
    },
    alone: async (run) => {
      // Asking again and again, not waiting in a statement: an index that is built concurrently waits for those.
      while (!(await tryLock(client, 0))) await sleep(200);
      try {
        await run();
      } finally {
        await client.query("SELECT pg_advisory_unlock($1, 0)", [runnerLockClass]);
      }
    },
    release: async () => {
      client.removeAllListeners("end");
      await client.end().catch(() => undefined);
    },
  };
}

async function tryLock(client: Client, key: number): Promise<boolean> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock($1, $2) AS locked", [
    runnerLockClass,
    key,
  ]);
  return z.array(z.object({ locked: z.boolean() })).parse(rows)[0]?.locked === true;
}
