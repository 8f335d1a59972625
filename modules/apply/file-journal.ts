import { mkdir, open, readFile, rename } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { FleetwrightError } from "../diagnostics/index.js";
import type { OperationResult } from "../provider/index.js";
import type { Journal, JournalEntry, JournalRecord } from "./journal.js";
import type { JournalHeader } from "./journal-schema.js";

/** A journal in a file, one JSON object a line, each on disk before the work goes on. */
export interface FileJournal extends Journal {
  readonly header: JournalHeader;
  /** Whether an earlier run began this apply. */
  readonly resumed: boolean;
  /**
   * Notes that the apply came to its end, except for what AWS still works at: the state is true. The plan can
   * be gone on with, or another one takes its place and follows what is still running.
   */
  end(): Promise<void>;
  /** Puts the journal away: the plan is applied and cannot be applied again. */
  complete(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the journal of one stack's apply, or begins it. The file must belong to the same plan; throws a
 * FleetwrightError: JOURNAL_OTHER_PLAN, JOURNAL_INVALID, or PLAN_STALE_APPLIED when the plan was applied before.
 */
export async function openFileJournal(
  file: string,
  apply: {
    readonly stack: string;
    readonly state: string;
    readonly planDigest: string;
    readonly startedAt: number;
  },
): Promise<FileJournal> {
  if (await journalIsDone(file, apply.planDigest)) throw alreadyApplied(apply.stack);
  const found = await readJournal(file);
  const other = found !== null && found.header.plan_digest !== apply.planDigest;
  // A journal in which nothing was ever begun, or that came to its end, holds nothing back.
  if (other && !found.ended && found.records.length > 0) throw otherPlan(file, found.header);
  const known = other ? null : found;
  const unended = found === null ? [] : other ? openRecords(found.records) : found.unended;
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, known === null ? "w" : "a", 0o600);
  let writing: Promise<void> = Promise.resolve();
  let closed = false;
  const append = (...lines: readonly object[]): Promise<void> => {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    writing = writing.then(async () => {
      await handle.appendFile(text);
      await handle.sync();
    });
    return writing;
  };
  const header: JournalHeader = known?.header ?? {
    type: "apply",
    format: "fleetwright-journal/1",
    stack: apply.stack,
    state: apply.state,
    plan_digest: apply.planDigest,
    started_at: apply.startedAt,
    process: process.pid,
    host: hostname(),
  };
  if (known === null) await append(header, ...unended.map((record) => ({ ...record, type: "unended" })));
  else await append({ type: "run", process: process.pid, host: hostname() });
  const records = new Map<string, JournalRecord>(
    (known?.records ?? []).map((record) => [keyOf(record), record]),
  );
  const note = (
    entry: JournalEntry,
    status: JournalRecord["status"],
    result: OperationResult,
    reason?: string,
  ) => {
    const record: JournalRecord = { ...entry, status, result };
    records.set(keyOf(entry), record);
    return append({ type: "operation", ...record, ...(reason === undefined ? {} : { reason }) });
  };
  return {
    header,
    durable: true,
    resumed: known !== null,
    find: (entry) => records.get(keyOf(entry)),
    findUnended: ({ address, call, parameters }) =>
      unended.find(
        (record) => record.address === address && record.call === call && record.parameters === parameters,
      ),
    open: () => openRecords([...records.values()]),
    end: () => append({ type: "ended" }),
    begin: (entry) => note(entry, "begun", records.get(keyOf(entry))?.result ?? {}),
    accepted: (entry, result) => note(entry, "accepted", result),
    done: (entry, result) => note(entry, "done", result),
    failed: (entry, reason) => note(entry, "failed", records.get(keyOf(entry))?.result ?? {}, reason),
    async complete() {
      await append({ type: "complete" });
      await handle.close();
      closed = true;
      await rename(file, doneFile(file, apply.planDigest));
    },
    async close() {
      if (closed) return;
      closed = true;
      await writing;
      await handle.close();
    },
  };
}

/** What a journal file holds; null when there is none. A last line that was cut off by a crash is left out. */
export async function readJournal(file: string): Promise<{
  readonly header: JournalHeader;
  /** The last of each operation. */
  readonly records: readonly JournalRecord[];
  readonly unended: readonly JournalRecord[];
  /** Whether the apply came to its end, except for what AWS still worked at. */
  readonly ended: boolean;
  /** Whether its last run is a process of this machine that still runs. */
  readonly running: boolean;
} | null> {
  const text = await readIfExists(file);
  if (text === null || !text.includes("\n")) return null;
  const { endSchema, headerSchema, recordSchema, runSchema, unendedSchema } = await import(
    "./journal-schema.js"
  );
  const lines = text.slice(0, text.lastIndexOf("\n")).split("\n");
  const [first, ...rest] = lines.map((line) => parseLine(line));
  const header = headerSchema.safeParse(first);
  if (!header.success) throw invalid(file, "its first line is not a journal's");
  const records = new Map<string, JournalRecord>();
  const unended: JournalRecord[] = [];
  let ended = false;
  let running = isRunning(header.data);
  for (const line of rest) {
    const record = recordSchema.safeParse(line);
    const former = unendedSchema.safeParse(line);
    if (record.success) records.set(keyOf(record.data), record.data);
    else if (former.success) unended.push(former.data);
    const run = runSchema.safeParse(line);
    if (run.success) running = isRunning(run.data);
    // What is written after the end belongs to a run that went on.
    ended = endSchema.safeParse(line).success;
  }
  return { header: header.data, records: [...records.values()], unended, ended, running };
}

function isRunning({ host, process: id }: { readonly process: number; readonly host: string }): boolean {
  if (host !== hostname() || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return typeof error === "object" && error !== null && "code" in error && error.code === "EPERM";
  }
}

function openRecords(records: readonly JournalRecord[]): readonly JournalRecord[] {
  return records.filter(({ status }) => status === "begun" || status === "accepted");
}

/** Whether the journal of this plan was put away complete. */
export async function journalIsDone(file: string, planDigest: string): Promise<boolean> {
  return (await readIfExists(doneFile(file, planDigest))) !== null;
}

function doneFile(file: string, planDigest: string): string {
  return `${file}.${planDigest.replace(/^sha256:/, "").slice(0, 16)}.done`;
}

function keyOf(entry: Pick<JournalEntry, "address" | "deposed" | "operation">): string {
  return JSON.stringify([entry.address, entry.deposed, entry.operation]);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function readIfExists(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT")
      return null;
    throw error;
  }
}

function otherPlan(file: string, header: JournalHeader): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "JOURNAL_OTHER_PLAN",
      summary: `An apply of ${header.stack} that began on ${new Date(header.started_at).toISOString()} is not finished`,
      detail: `Its journal is ${file}. Go on with it with \`fleetwright deploy -resume\`, or give it up with \`fleetwright deploy -abandon\`; only then can another plan be applied.`,
    },
  ]);
}

function alreadyApplied(stack: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_STALE_APPLIED",
      summary: `This plan of ${stack} was applied before`,
      detail: "A plan can be applied once. Plan again.",
    },
  ]);
}

function invalid(file: string, reason: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "JOURNAL_INVALID",
      summary: `${file} is not a journal of Fleetwright`,
      detail: `${reason}. Move the file away, plan again, and look at what is live before applying.`,
    },
  ]);
}
