import { createEventQueue } from "./event-queue.js";
import { createIds, type Ids } from "./ids.js";
import type { Limits, Timings } from "./settings.js";
import { createTable, type Table } from "./table.js";
import { createTables, type Tables } from "./tables.js";
import type { ClockMode, VirtualClock } from "./virtual-clock.js";
import { createVirtualClock } from "./virtual-clock.js";
import type { TimerRecord, WorldEvent } from "./world-event.js";
import { openWorldLog, readWorldLog, type WorldLog } from "./world-log.js";

/** Everything that exists in the sandbox, and its time. */
export interface World {
  readonly tables: Tables;
  readonly ids: Ids;
  readonly clock: VirtualClock;
  readonly limits: Limits;
  readonly timings: Timings;
  /** Instant statuses and unchecked references. */
  readonly lax: boolean;
  /** How many records were changed so far: two equal numbers mean that nothing has happened in between. */
  readonly revision: number;
  /** The world's time in milliseconds; while an event happens, the time at which it was due. */
  now(): number;
  /** Lets `event` happen `seconds` of the world's time from now. */
  schedule(seconds: number, event: WorldEvent): void;
  /** Lets everything happen that is due by now, in order. */
  settle(): void;
  advance(seconds: number): void;
  /** When the next event is due, in the world's milliseconds. */
  nextEventAt(): number | undefined;
  /** Removes every record and every pending event. */
  reset(): void;
  /** True when the world was read back from its file, so that it needs no seed. */
  readonly reopened: boolean;
  /** Writes what has changed to the world's file, if it has one. */
  save(): void;
  close(): void;
}

export interface WorldOptions {
  readonly clock: ClockMode;
  readonly startTime: number;
  readonly limits: Limits;
  readonly timings: Timings;
  readonly lax: boolean;
  readonly file?: string;
  /** What happens at an event: given from outside, so that the world knows no service. */
  readonly handle: (world: World, event: WorldEvent) => void;
}

interface ClockRow {
  readonly now: number;
  readonly ids: number;
  readonly sequence: number;
}

/** Makes an empty world, or opens the one kept in `options.file`. */
export function createWorld(options: WorldOptions): World {
  const queue = createEventQueue<TimerRecord>();
  const clock = createVirtualClock(options.clock, options.startTime);
  const ids = createIds("sandbox");
  let log: WorldLog | undefined;
  let sequence = 0;
  let happeningAt: number | undefined;

  let revision = 0;
  const listener = (table: string, key: string, record: unknown): void => {
    revision += 1;
    log?.note(table, key, record);
  };
  const tables = createTables(listener);
  const timers: Table<TimerRecord> = createTable({ name: "timers", key: (row) => String(row.id) }, listener);
  const allTables = (): Table<unknown>[] => [...Object.values(tables), timers];

  const saved = options.file === undefined ? undefined : readWorldLog(options.file);
  if (saved !== undefined) {
    const byName = new Map(allTables().map((table) => [table.name, table]));
    for (const [name, key, record] of saved) {
      if (name === "clock" && isClockRow(record)) {
        clock.set(options.clock === "real" ? Math.max(record.now, Date.now()) : record.now);
        ids.counter = record.ids;
        sequence = record.sequence;
      } else byName.get(name)?.restore(key, record);
    }
    for (const timer of timers.values()) queue.push(timer.at, timer.id, timer);
  }
  if (options.file !== undefined) log = openWorldLog(options.file);

  const world: World = {
    tables,
    ids,
    clock,
    limits: options.limits,
    timings: options.timings,
    lax: options.lax,
    reopened: saved !== undefined && saved.length > 0,
    get revision() {
      return revision;
    },
    now: () => happeningAt ?? clock.now(),
    schedule: (seconds, event) => {
      sequence += 1;
      const delay = options.lax ? 0 : seconds * 1000;
      const timer: TimerRecord = { id: sequence, at: world.now() + delay, event };
      timers.put(timer);
      queue.push(timer.at, timer.id, timer);
    },
    settle: () => {
      const limit = clock.now();
      for (let at = queue.nextAt(); at !== undefined && at <= limit; at = queue.nextAt()) {
        const timer = queue.pop();
        if (timer === undefined) break;
        timers.delete(String(timer.id));
        happeningAt = timer.at;
        try {
          options.handle(world, timer.event);
        } finally {
          happeningAt = undefined;
        }
      }
    },
    advance: (seconds) => {
      clock.advance(seconds * 1000);
      world.settle();
      world.save();
    },
    nextEventAt: () => queue.nextAt(),
    reset: () => {
      for (const table of allTables()) table.clear();
      queue.clear();
    },
    save: () => {
      if (log === undefined) return;
      log.note("clock", "clock", { now: clock.now(), ids: ids.counter, sequence } satisfies ClockRow);
      log.flush();
      log.compact(
        allTables().reduce((sum, table) => sum + table.size, 0),
        () => everyRecord(allTables()),
      );
    },
    close: () => {
      world.save();
      log?.close();
      log = undefined;
    },
  };
  return world;
}

function* everyRecord(tables: readonly Table<unknown>[]): Iterable<readonly [string, string, unknown]> {
  for (const table of tables) {
    for (const [key, row] of table.entries()) yield [table.name, key, row];
  }
}

function isClockRow(value: unknown): value is ClockRow {
  return (
    typeof value === "object" && value !== null && "now" in value && "ids" in value && "sequence" in value
  );
}
