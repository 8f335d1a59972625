import type { Pool } from "pg";
import { z } from "zod";
import { FleetwrightError } from "../../../diagnostics/index.js";
import type { RolloutPlan } from "../../plan/rollout-plan.js";
import { type RolloutResult, rolloutResultSchema } from "../../workflow/results.js";
import { type ControlCommand, controlCommandSchema } from "../../workflow/rollout-control.js";
import type { RolloutEvent } from "../../workflow/rollout-event.js";
import { workflowVersion } from "../../workflow/run-workflow.js";
import type { RolloutRecord, RolloutSummary, StartRequest } from "../rollout-engine.js";
import { runnerLockClass } from "./names.js";
import { withReconnect } from "./with-reconnect.js";

/** What runners share beside DBOS's own tables: plans, events, commands, failures, permits. Schema `fleetwright`. */
export interface RolloutTables {
  create(): Promise<void>;
  insert(id: string, request: StartRequest): Promise<void>;
  /** Rollouts that no runner has queued yet. */
  unqueued(): Promise<readonly string[]>;
  markQueued(id: string): Promise<void>;
  read(id: string): Promise<RolloutRecord>;
  list(): Promise<readonly RolloutSummary[]>;
  finish(id: string, result: RolloutResult): Promise<void>;
  result(id: string): Promise<RolloutResult | null>;
  addCommand(id: string, command: ControlCommand): Promise<void>;
  commands(id: string): Promise<readonly ControlCommand[]>;
  addEvents(id: string, events: readonly RolloutEvent[]): Promise<void>;
  /** In the order in which they were written; `after` is a sequence number. */
  events(
    id: string,
    after: number,
  ): Promise<readonly { readonly seq: number; readonly event: RolloutEvent }[]>;
  addFailure(id: string, wave: string, attempt: number, what: string): Promise<void>;
  failures(id: string, wave: string, attempt: number): Promise<ReadonlySet<string>>;
  /** The next free place of a bucket, at least `gap` milliseconds after the one before. */
  takePlace(bucket: string, now: number, gap: number): Promise<number>;
}

const definitions = `
  CREATE SCHEMA IF NOT EXISTS fleetwright;
  CREATE TABLE IF NOT EXISTS fleetwright.rollouts (
    id text PRIMARY KEY, workflow integer NOT NULL, request jsonb NOT NULL,
    started_at double precision NOT NULL, queued boolean NOT NULL DEFAULT false, result jsonb);
  CREATE TABLE IF NOT EXISTS fleetwright.rollout_events (
    seq bigserial PRIMARY KEY, rollout text NOT NULL REFERENCES fleetwright.rollouts, event jsonb NOT NULL);
  CREATE INDEX IF NOT EXISTS rollout_events_of ON fleetwright.rollout_events (rollout, seq);
  CREATE TABLE IF NOT EXISTS fleetwright.rollout_commands (
    seq bigserial PRIMARY KEY, rollout text NOT NULL REFERENCES fleetwright.rollouts, command jsonb NOT NULL);
  CREATE TABLE IF NOT EXISTS fleetwright.rollout_failures (
    rollout text NOT NULL REFERENCES fleetwright.rollouts, wave text NOT NULL, attempt integer NOT NULL,
    what text NOT NULL, PRIMARY KEY (rollout, wave, attempt, what));
  CREATE TABLE IF NOT EXISTS fleetwright.rollout_permits (
    bucket text PRIMARY KEY, free double precision NOT NULL);
  CREATE TABLE IF NOT EXISTS fleetwright.rollout_runners (
    id serial PRIMARY KEY, executor text NOT NULL UNIQUE, host text NOT NULL,
    began timestamptz NOT NULL DEFAULT now(), gone timestamptz);
`;

/** Any number: only that it is the same for all who create the tables. */
const creationLock = 7_305_123;

const requestSchema = z.object({
  plan: z.custom<RolloutPlan>((value) => typeof value === "object" && value !== null && "waves" in value),
  who: z.string(),
  title: z.string(),
  at: z.number(),
  planDigest: z.string(),
});

const eventSchema = z.custom<RolloutEvent>(
  (value) => typeof value === "object" && value !== null && "type" in value && "at" in value,
);

export function rolloutTables(pool: Pool): RolloutTables {
  const query = async (text: string, values: readonly unknown[]): Promise<readonly unknown[]> =>
    withReconnect(async () => (await pool.query(text, [...values])).rows);
  // As long as a runner's session lives it holds the lock of its number: see runner-lease.ts.
  const isAttended = async (): Promise<boolean> => {
    const rows = await query(
      `SELECT EXISTS (SELECT 1 FROM pg_locks held JOIN fleetwright.rollout_runners runner ON held.objid::bigint = runner.id
         WHERE held.locktype = 'advisory' AND held.granted AND held.classid::bigint = $1
           AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS attended`,
      [runnerLockClass],
    );
    return z.array(z.object({ attended: z.boolean() })).parse(rows)[0]?.attended === true;
  };
  const tables: RolloutTables = {
    create: async () => {
      await withReconnect(() =>
        pool.query(`BEGIN; SELECT pg_advisory_xact_lock(${creationLock}); ${definitions} COMMIT;`),
      );
    },
    insert: async (id, request) => {
      await query(
        "INSERT INTO fleetwright.rollouts (id, workflow, request, started_at) VALUES ($1, $2, $3, $4)",
        [id, workflowVersion, JSON.stringify(request), request.at],
      );
    },
    unqueued: async () => {
      const rows = await query(
        "SELECT id FROM fleetwright.rollouts WHERE NOT queued AND workflow = $1 ORDER BY started_at",
        [workflowVersion],
      );
      return z
        .array(z.object({ id: z.string() }))
        .parse(rows)
        .map(({ id }) => id);
    },
    markQueued: async (id) => {
      await query("UPDATE fleetwright.rollouts SET queued = true WHERE id = $1", [id]);
    },
    read: async (id) => {
      const rows = await query("SELECT request, result FROM fleetwright.rollouts WHERE id = $1", [id]);
      const [row] = z.array(z.object({ request: requestSchema, result: z.unknown() })).parse(rows);
      if (row === undefined) throw unknownRollout(id);
      const events = (await tables.events(id, 0)).map(({ event }) => event);
      const result = row.result === null ? null : rolloutResultSchema.parse(row.result);
      return { id, request: row.request, events, result, attended: await isAttended() };
    },
    list: async () => {
      const rows = await query(
        `SELECT id, request->>'title' AS title, request->>'who' AS who, started_at AS "startedAt",
           coalesce(result->>'outcome', 'unfinished') AS outcome
         FROM fleetwright.rollouts ORDER BY started_at DESC, id DESC`,
        [],
      );
      return z.array(summarySchema).parse(rows);
    },
    finish: async (id, result) => {
      await query("UPDATE fleetwright.rollouts SET result = $2 WHERE id = $1", [id, JSON.stringify(result)]);
    },
    result: async (id) => {
      const rows = await query("SELECT result FROM fleetwright.rollouts WHERE id = $1", [id]);
      const [row] = z.array(z.object({ result: z.unknown() })).parse(rows);
      if (row === undefined) throw unknownRollout(id);
      return row.result === null ? null : rolloutResultSchema.parse(row.result);
    },
    addCommand: async (id, command) => {
      await tables.result(id);
      await query("INSERT INTO fleetwright.rollout_commands (rollout, command) VALUES ($1, $2)", [
        id,
        JSON.stringify(command),
      ]);
    },
    commands: async (id) => {
      const rows = await query(
        "SELECT command FROM fleetwright.rollout_commands WHERE rollout = $1 ORDER BY seq",
        [id],
      );
      return z
        .array(z.object({ command: controlCommandSchema }))
        .parse(rows)
        .map(({ command }) => command);
    },
    addEvents: async (id, events) => {
      if (events.length === 0) return;
      await query(
        "INSERT INTO fleetwright.rollout_events (rollout, event) SELECT $1, value FROM jsonb_array_elements($2::jsonb)",
        [id, JSON.stringify(events)],
      );
    },
    events: async (id, after) => {
      const rows = await query(
        "SELECT seq::float8 AS seq, event FROM fleetwright.rollout_events WHERE rollout = $1 AND seq > $2 ORDER BY seq",
        [id, after],
      );
      return z.array(z.object({ seq: z.number(), event: eventSchema })).parse(rows);
    },
    addFailure: async (id, wave, attempt, what) => {
      await query("INSERT INTO fleetwright.rollout_failures VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", [
        id,
        wave,
        attempt,
        what,
      ]);
    },
    failures: async (id, wave, attempt) => {
      const rows = await query(
        "SELECT what FROM fleetwright.rollout_failures WHERE rollout = $1 AND wave = $2 AND attempt = $3",
        [id, wave, attempt],
      );
      return new Set(
        z
          .array(z.object({ what: z.string() }))
          .parse(rows)
          .map(({ what }) => what),
      );
    },
    takePlace: async (bucket, now, gap) => {
      const rows = await query(
        `INSERT INTO fleetwright.rollout_permits AS permit (bucket, free) VALUES ($1, $2::float8 + $3::float8)
         ON CONFLICT (bucket) DO UPDATE SET free = greatest(permit.free, $2::float8) + $3::float8
         RETURNING free - $3::float8 AS place`,
        [bucket, now, gap],
      );
      return z.array(z.object({ place: z.number() })).parse(rows)[0]?.place ?? now;
    },
  };
  return tables;
}

const summarySchema = z.object({
  id: z.string(),
  title: z.string(),
  who: z.string(),
  startedAt: z.number(),
  outcome: z.enum(["completed", "completed-with-failures", "aborted", "unfinished"]),
});

function unknownRollout(id: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_UNKNOWN",
      summary: `There is no rollout ${id} in this database`,
      detail: "`fleetwright rollout history` lists those that there are.",
    },
  ]);
}
