import { setMaxListeners } from "node:events";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { FleetwrightError } from "../../../diagnostics/index.js";
import { rolloutStatus } from "../../status/rollout-status.js";
import { rolloutResultSchema } from "../../workflow/results.js";
import type { RolloutEvent, RolloutEventBody } from "../../workflow/rollout-event.js";
import { indexPlan, type RolloutWorld, RunnerLeaves } from "../../workflow/rollout-world.js";
import { runCheck } from "../../workflow/run-checks.js";
import { runWorkflow, workflowVersion } from "../../workflow/run-workflow.js";
import type {
  RolloutEngine,
  RolloutRecord,
  RolloutSummary,
  RunOptions,
  RunOutcome,
  StartRequest,
} from "../rollout-engine.js";
import { newRolloutId } from "../rollout-id.js";
import { localPermits } from "../start-permits.js";
import { appendControl, ControlFile } from "./control-file.js";
import { formatLine, openJournal, readJournal } from "./journal.js";
import { type JournalHeader, type JournalRecord, journalRecordSchema } from "./journal-records.js";
import { type LocalDurableHost, localDurable } from "./local-durable.js";
import { isLocked, takeRunnerLock } from "./runner-lock.js";
import { tailEvents } from "./tail-events.js";

/**
 * Rollouts as files of a directory, one runner at a time for each: `<id>.jsonl` is the journal and all that is
 * needed to go on elsewhere; `<id>.control.jsonl` takes commands; `<id>.lock` says who runs it.
 */
export async function openLocalEngine(options: { readonly directory: string }): Promise<RolloutEngine> {
  const { directory } = options;
  const fileOf = (id: string): string => join(directory, `${id}.jsonl`);
  return {
    kind: "local",
    start: (request) => startRollout(directory, request),
    run: (id, runOptions) => runRollout(directory, id, runOptions),
    control: async (id, command) => {
      await readable(fileOf(id), id);
      await appendControl(join(directory, `${id}.control.jsonl`), command);
    },
    read: async (id) => {
      await readable(fileOf(id), id);
      const records = parseRecords(await readJournal(fileOf(id), { repair: false }), fileOf(id));
      return { ...recordOf(records, fileOf(id)), attended: await isLocked(join(directory, `${id}.lock`)) };
    },
    follow: (id, signal) => tailEvents(fileOf(id), signal),
    list: () => listRollouts(directory),
    close: async () => undefined,
  };
}

async function startRollout(directory: string, request: StartRequest): Promise<string> {
  await mkdir(directory, { recursive: true });
  const id = newRolloutId(request.at);
  const header: JournalHeader = {
    record: "rollout",
    format: "fleetwright-rollout",
    version: 1,
    workflow: workflowVersion,
    id,
    ...request,
  };
  await writeFile(join(directory, `${id}.jsonl`), `${formatLine(header)}\n`, { flag: "wx", flush: true });
  return id;
}

async function runRollout(directory: string, id: string, options: RunOptions): Promise<RunOutcome> {
  const file = join(directory, `${id}.jsonl`);
  await readable(file, id);
  const lock = await takeRunnerLock(join(directory, `${id}.lock`));
  try {
    const records = parseRecords(await readJournal(file, { repair: true }), file);
    const known = recordOf(records, file);
    if (known.result !== null) return { kind: "ended", result: known.result };
    return await runJournal(directory, file, records, options);
  } finally {
    await lock.release();
  }
}

async function runJournal(
  directory: string,
  file: string,
  records: readonly JournalRecord[],
  options: RunOptions,
): Promise<RunOutcome> {
  const header = headerOf(records, file);
  const journal = await openJournal(file);
  // One listener for everything that waits: as many as there are clusters and groups at once.
  setMaxListeners(0, options.signal);
  const { clock } = options.actions;
  const runner = `${hostname()}/${process.pid}`;
  const emit = (body: RolloutEventBody): void => {
    const event: RolloutEvent = { at: clock.now(), ...body };
    journal.note({ record: "event", event });
    options.onEvent?.(event, header.id);
  };
  const copied = records.filter(({ record }) => record === "control").length;
  const control = new ControlFile(join(directory, `${header.id}.control.jsonl`), (command, index) => {
    if (index < copied) return;
    journal.note({ record: "control", command });
    const { command: said, who, wave, reason } = command;
    emit({ type: "controlled", command: said, who, wave, reason });
  });
  const failures = failuresOf(records);
  const world: RolloutWorld = {
    rollout: header.id,
    index: indexPlan(header.plan),
    actions: options.actions,
    control,
    failures: {
      add: async (wave, attempt, step) => {
        const known = failures.get(`${wave}/${attempt}`) ?? new Set<string>();
        failures.set(`${wave}/${attempt}`, known.add(step));
        await journal.append({ record: "failure", wave, attempt, step });
      },
      failed: async (wave, attempt) => failures.get(`${wave}/${attempt}`) ?? new Set(),
    },
    permits: localPermits(),
    runCheck: options.runCheck ?? runCheck,
    whenIdle: options.whenIdle,
    signal: options.signal,
    told: new Set(),
    emit,
  };
  const host: LocalDurableHost = {
    journal,
    recorded: recordedValues(records),
    run: (kind, durable, input) => runWorkflow(kind, durable, world, input),
  };
  // One runner at a time: whoever has not said goodbye was killed.
  for (const gone of rolloutStatus(header.plan, recordOf(records, file).events).runners) {
    emit({ type: "runner-stopped", runner: gone, reason: "it is gone" });
  }
  emit({ type: "runner-started", runner });
  try {
    const value = await runWorkflow("rollout", localDurable(host, header.id), world, null);
    await journal.append({ record: "workflow", workflow: header.id, value });
    return { kind: "ended", result: rolloutResultSchema.parse(value) };
  } catch (error) {
    if (!(error instanceof RunnerLeaves)) throw error;
    emit({ type: "runner-stopped", runner, reason: error.reason });
    return { kind: "left", reason: error.reason };
  } finally {
    await journal.close();
  }
}

function recordedValues(records: readonly JournalRecord[]): LocalDurableHost["recorded"] {
  const steps = new Map<string, Map<string, unknown>>();
  const workflows = new Map<string, unknown>();
  for (const record of records) {
    if (record.record === "step") {
      const known = steps.get(record.workflow) ?? new Map<string, unknown>();
      steps.set(record.workflow, known.set(record.step, record.value));
    } else if (record.record === "workflow") {
      workflows.set(record.workflow, record.value);
      steps.delete(record.workflow);
    }
  }
  return { steps, workflows };
}

function failuresOf(records: readonly JournalRecord[]): Map<string, Set<string>> {
  const failures = new Map<string, Set<string>>();
  for (const record of records) {
    if (record.record !== "failure") continue;
    const key = `${record.wave}/${record.attempt}`;
    failures.set(key, (failures.get(key) ?? new Set<string>()).add(record.step));
  }
  return failures;
}

function recordOf(records: readonly JournalRecord[], file: string): Omit<RolloutRecord, "attended"> {
  const { id, plan, who, title, at, planDigest } = headerOf(records, file);
  const end = records.findLast((record) => record.record === "workflow" && record.workflow === id);
  return {
    id,
    request: { plan, who, title, at, planDigest },
    events: records.flatMap((record) => (record.record === "event" ? [record.event] : [])),
    result: end?.record === "workflow" ? rolloutResultSchema.parse(end.value) : null,
  };
}

function headerOf([header]: readonly JournalRecord[], file: string): JournalHeader {
  if (header?.record !== "rollout") throw unreadable(file, "its first line is not that of a rollout");
  if (header.workflow !== workflowVersion) {
    throw unreadable(file, `it was begun by workflow version ${header.workflow}, this is ${workflowVersion}`);
  }
  return header;
}

function parseRecords(values: readonly unknown[], file: string): readonly JournalRecord[] {
  return values.map((value, index) => {
    const parsed = journalRecordSchema.safeParse(value);
    if (!parsed.success) throw unreadable(file, `line ${index + 1} is of no known kind`);
    return parsed.data;
  });
}

async function listRollouts(directory: string): Promise<readonly RolloutSummary[]> {
  const names = await readdir(directory).catch(() => []);
  const journals = names.filter((name) => name.endsWith(".jsonl") && !name.endsWith(".control.jsonl"));
  const summaries: RolloutSummary[] = [];
  for (const name of journals.sort().reverse()) {
    const file = join(directory, name);
    const { id, request, result } = recordOf(
      parseRecords(await readJournal(file, { repair: false }), file),
      file,
    );
    const { title, who, at } = request;
    summaries.push({ id, title, who, startedAt: at, outcome: result?.outcome ?? "unfinished" });
  }
  return summaries;
}

async function readable(file: string, id: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() !== true) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "ROLLOUT_UNKNOWN",
        summary: `There is no rollout ${id} here`,
        detail: `${file} does not exist. \`fleetwright rollout history\` lists those that there are.`,
      },
    ]);
  }
}

function unreadable(file: string, reason: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_JOURNAL_UNREADABLE",
      summary: "The rollout's journal cannot be read",
      detail: `${file}: ${reason}. Use the version of fleetwright that wrote it, or plan a new rollout.`,
    },
  ]);
}
