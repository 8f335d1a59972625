import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { DBOS as Dbos, WorkflowHandle } from "@dbos-inc/dbos-sdk";
import type { WorkflowKind } from "../../workflow/durable.js";
import { rolloutResultSchema } from "../../workflow/results.js";
import { indexPlan, type RolloutWorld } from "../../workflow/rollout-world.js";
import { runCheck } from "../../workflow/run-checks.js";
import { runWorkflow, workflowVersion } from "../../workflow/run-workflow.js";
import type { RunOptions } from "../rollout-engine.js";
import { type Activity, createActivity } from "./activity.js";
import { dbosDurable } from "./dbos-durable.js";
import { eventWriter } from "./event-writer.js";
import { applicationName, clusterQueue, rolloutQueue, workflowName } from "./names.js";
import { type RolloutTables, rolloutTables } from "./rollout-tables.js";
import { takeLease } from "./runner-lease.js";
import { sharedControl } from "./shared-control.js";

export interface WorkerOptions extends Pick<RunOptions, "actions" | "signal" | "onEvent" | "runCheck"> {
  readonly databaseUrl: string;
  /** Default: wait. */
  readonly whenIdle?: RunOptions["whenIdle"];
  /** Told what this runner is at. */
  readonly activity?: Activity;
  /** Clusters that this runner works on at once. Default 20. */
  readonly clusters?: number;
  /** Called once this runner takes work. */
  readonly onReady?: (executor: string) => void;
}

/** How often runners look for others that have died, and for work, in milliseconds. */
const lookAround = 2_000;
const queuePoll = 100;

/**
 * Works on all rollouts of a database until the signal is aborted: takes clusters from the queue, and what dead
 * runners have left. One in a process at a time, as DBOS is.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const [{ DBOS }, { default: pg }] = await Promise.all([import("@dbos-inc/dbos-sdk"), import("pg")]);
  const executor = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 8 });
  // A connection that breaks while idle is replaced by the next query.
  pool.on("error", () => undefined);
  const tables = rolloutTables(pool);
  await tables.create();
  const session = new pg.Client({ connectionString: options.databaseUrl, keepAlive: true });
  await session.connect();
  const lease = await takeLease(session, executor, hostname());
  const signal = AbortSignal.any([options.signal, lease.lost]);
  setMaxListeners(0, signal);
  const worlds = worldsOf(tables, options, signal, executor);
  const enqueue = registerWorkflows(DBOS, worlds, tables, options.activity ?? createActivity());
  DBOS.setConfig({
    name: applicationName,
    systemDatabaseUrl: options.databaseUrl,
    systemDatabasePoolSize: 20,
    // DBOS would set it by a query beside each connection's first one, of which pg warns; the server's own setting does.
    systemDatabaseIdleTransactionTimeoutMs: 0,
    executorID: executor,
    applicationVersion: String(workflowVersion),
    listenQueues: [rolloutQueue, clusterQueue],
    enableOTLP: false,
    tracingEnabled: false,
    logger: { info: ignore, debug: ignore, warn: ignore, error: ignore },
  });
  await lease.alone(() => DBOS.launch());
  try {
    await DBOS.registerQueue(rolloutQueue, { minPollingIntervalMs: queuePoll, onConflict: "always_update" });
    await DBOS.registerQueue(clusterQueue, {
      workerConcurrency: options.clusters ?? 20,
      minPollingIntervalMs: queuePoll,
      onConflict: "always_update",
    });
    options.onReady?.(executor);
    await lookAroundUntil(signal, async () => {
      for (const rollout of await tables.unqueued()) {
        await enqueue(rollout);
        await tables.markQueued(rollout);
      }
      await lease.takeOverDead((dead) => takeOver(DBOS, dead, tables, () => options.actions.clock.now()));
    });
  } finally {
    await worlds.close();
    await DBOS.shutdown({ deregister: true });
    await lease.release();
    await pool.end().catch(ignore);
  }
}

async function lookAroundUntil(signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await look();
    } catch (error) {
      // With the session lost, or on the way out, queries fail as they should.
      if (!signal.aborted) throw error;
    }
    await sleep(lookAround, undefined, { signal }).catch(ignore);
  }
}

/** Puts what a dead runner was at back into the queues. */
async function takeOver(
  dbos: typeof Dbos,
  executor: string,
  tables: RolloutTables,
  now: () => number,
): Promise<void> {
  const left = await dbos.listWorkflows({
    executorId: executor,
    status: "PENDING",
    applicationVersion: String(workflowVersion),
    loadInput: false,
    loadOutput: false,
  });
  for (const rollout of new Set(left.map(({ workflowID }) => workflowID.split("/")[0] ?? ""))) {
    await tables.addEvents(rollout, [
      { type: "runner-stopped", at: now(), runner: executor, reason: "it is gone" },
    ]);
  }
  const clusters = left.filter((workflow) => workflow.workflowName === workflowName("cluster"));
  const others = left.filter((workflow) => !clusters.includes(workflow));
  const idsOf = (workflows: typeof left): string[] => workflows.map(({ workflowID }) => workflowID);
  if (clusters.length > 0) await dbos.resumeWorkflows(idsOf(clusters), { queueName: clusterQueue });
  if (others.length > 0) await dbos.resumeWorkflows(idsOf(others), { queueName: rolloutQueue });
}

/** Makes DBOS know the workflows; gives the way to put a rollout into the queue, which may be done twice. */
function registerWorkflows(
  dbos: typeof Dbos,
  worlds: Worlds,
  tables: RolloutTables,
  activity: Activity,
): (rollout: string) => Promise<void> {
  type Workflow = (rollout: string, input: unknown) => Promise<unknown>;
  const workflows = new Map<WorkflowKind, Workflow>();
  const startChild = (rollout: string) => async (kind: WorkflowKind, id: string, input: unknown) => {
    const workflow = workflows.get(kind);
    if (workflow === undefined) throw new Error(`no workflow ${kind}`);
    const queue = kind === "cluster" ? { queueName: clusterQueue } : {};
    const handle: WorkflowHandle<unknown> = await dbos.startWorkflow(workflow, { workflowID: id, ...queue })(
      rollout,
      input,
    );
    return handle;
  };
  for (const kind of ["rollout", "cluster", "step"] as const) {
    const body: Workflow = async (rollout, input) => {
      const world = await worlds.of(rollout);
      const durable = dbosDurable(dbos, dbos.workflowID ?? rollout, startChild(rollout), {
        signal: world.signal,
        whenIdle: world.whenIdle,
        activity,
        rollout,
      });
      const value = await runWorkflow(kind, durable, world, input);
      if (kind === "rollout") {
        await dbos.runStep(() => tables.finish(rollout, rolloutResultSchema.parse(value)), {
          name: "finish",
        });
      }
      return value;
    };
    workflows.set(
      kind,
      dbos.registerWorkflow(body, { name: workflowName(kind), maxRecoveryAttempts: 1_000 }),
    );
  }
  return async (rollout) => {
    const workflow = workflows.get("rollout");
    if (workflow === undefined) throw new Error("no workflow rollout");
    await dbos.startWorkflow(workflow, { workflowID: rollout, queueName: rolloutQueue })(rollout, null);
  };
}

interface Worlds {
  of(rollout: string): Promise<RolloutWorld>;
  close(): Promise<void>;
}

/** The world of each rollout that this runner has something to do with, made when first needed. */
function worldsOf(
  tables: RolloutTables,
  options: WorkerOptions,
  signal: AbortSignal,
  executor: string,
): Worlds {
  const worlds = new Map<string, Promise<RolloutWorld>>();
  const writers: { close(): Promise<void> }[] = [];
  const make = async (rollout: string): Promise<RolloutWorld> => {
    const { request } = await tables.read(rollout);
    const { clock } = options.actions;
    const writer = eventWriter((events) => tables.addEvents(rollout, events));
    writers.push(writer);
    const world: RolloutWorld = {
      rollout,
      index: indexPlan(request.plan),
      actions: options.actions,
      control: sharedControl(() => tables.commands(rollout)),
      failures: {
        add: (wave, attempt, what) => tables.addFailure(rollout, wave, attempt, what),
        failed: (wave, attempt) => tables.failures(rollout, wave, attempt),
      },
      permits: {
        take: async (bucket, perMinute, now) =>
          (await tables.takePlace(bucket, now, 60_000 / perMinute)) - now,
      },
      runCheck: options.runCheck ?? runCheck,
      whenIdle: options.whenIdle ?? "wait",
      signal,
      told: new Set(),
      emit: (body) => {
        const event = { at: clock.now(), ...body };
        writer.write(event);
        options.onEvent?.(event, rollout);
      },
    };
    world.emit({ type: "runner-started", runner: executor });
    return world;
  };
  return {
    of: (rollout) => {
      const known = worlds.get(rollout) ?? make(rollout);
      worlds.set(rollout, known);
      return known;
    },
    close: async () => {
      for (const world of await Promise.all(worlds.values())) {
        world.emit({ type: "runner-stopped", runner: executor, reason: leavesBecause(options.signal) });
      }
      await Promise.all(writers.map((writer) => writer.close()));
    },
  };
}

function leavesBecause(signal: AbortSignal): string {
  return signal.aborted ? "interrupted" : "its database session was lost";
}

function ignore(): void {
  // What DBOS logs is seen in our own events.
}
