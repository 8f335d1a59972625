import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { systemClock } from "../aws/index.js";
import { type ApplyStackRequest, applyStack } from "./apply-stack.js";
import type { ApplySummary } from "./apply-summary.js";
import { openFileJournal, readJournal } from "./file-journal.js";
import type { JournalRecord } from "./journal.js";

export interface JournaledApplyRequest extends Omit<ApplyStackRequest, "journal" | "startedAt"> {
  /** Where journals are kept, one of each state. */
  readonly journalDirectory: string;
  /** The plan file's text, kept beside the journal so that an interrupted apply can be resumed. */
  readonly planText: string;
}

/**
 * `applyStack` with a journal on disk. An apply that came to its end, well or not, puts its journal away, and
 * the plan cannot be applied again; one that was interrupted or killed, or that left something open in AWS, is
 * gone on with by calling this again with the same approved plan and an evaluation of the state as it stands
 * (`refresh: false`).
 */
export async function applyWithJournal(request: JournaledApplyRequest): Promise<ApplySummary> {
  const { approved, backend, journalDirectory, planText, stack } = request;
  const state = stateName(journalDirectory, backend.description);
  const files = filesOf(journalDirectory, stack, state);
  const now = (request.clock ?? systemClock).now();
  const journal = await openFileJournal(files.journal, {
    stack,
    state,
    planDigest: approved.planDigest,
    startedAt: now,
  });
  try {
    if (!journal.resumed) {
      await mkdir(journalDirectory, { recursive: true });
      const { default: writeFileAtomic } = await import("write-file-atomic");
      // A plan holds sensitive values in the clear.
      await writeFileAtomic(files.plan, planText, { mode: 0o600 });
    }
    const summary = await applyStack({ ...request, journal, startedAt: journal.header.started_at });
    if (summary.interrupted || !summary.stateSaved) return summary;
    // Once everything is done, what an earlier run began needs no looking after: the state has it.
    const allDone = summary.failed.length === 0 && summary.notStarted.length === 0;
    if (allDone || journal.open().length === 0) {
      await journal.complete();
      await rm(files.plan, { force: true });
    } else if (summary.open.every(({ reason }) => reason === "timed-out")) await journal.end();
    return summary;
  } finally {
    await journal.close();
  }
}

export interface UnfinishedApply {
  readonly stack: string;
  /** Where the stack's state is kept, as `isOfState` compares it. */
  readonly state: string;
  readonly planDigest: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The text of the plan file that was being applied. */
  readonly planText: string;
  /**
   * Whether the apply came to its end, except for what AWS still worked at: then the state is true, and another
   * plan may take its place.
   */
  readonly ended: boolean;
  /** Whether it is under way in another process of this machine. */
  readonly running: boolean;
  /** Operations that were begun, and whose end is not known. */
  readonly open: readonly JournalRecord[];
}

/** Applies that were interrupted or killed and are to be resumed, by stack name. */
export async function unfinishedApplies(journalDirectory: string): Promise<readonly UnfinishedApply[]> {
  const names = await readdir(journalDirectory).catch(() => []);
  const found: UnfinishedApply[] = [];
  for (const name of names.filter((file) => file.endsWith(JOURNAL)).sort()) {
    const known = await readJournal(join(journalDirectory, name));
    if (known === null || known.records.length === 0) continue;
    const { plan_digest, stack, started_at, state } = known.header;
    const files = filesOf(journalDirectory, stack, state);
    const planText = await readFile(files.plan, "utf8").catch(() => null);
    if (planText === null) continue;
    found.push({
      stack,
      state,
      planDigest: plan_digest,
      startedAt: started_at,
      planText,
      ended: known.ended,
      running: known.running,
      open: known.records.filter(({ status }) => status === "begun" || status === "accepted"),
    });
  }
  return found;
}

/** Whether an unfinished apply is of the stack whose state this backend keeps. */
export function isOfState(
  apply: UnfinishedApply,
  journalDirectory: string,
  stack: { readonly name: string; readonly backend: { readonly description: string } },
): boolean {
  return apply.stack === stack.name && apply.state === stateName(journalDirectory, stack.backend.description);
}

/**
 * Gives an unfinished apply up: its journal is put aside, and the plan cannot be gone on with. What it had begun
 * is not undone, and what AWS made of it may be missing in the state.
 */
export async function abandonApply(journalDirectory: string, apply: UnfinishedApply): Promise<string> {
  const files = filesOf(journalDirectory, apply.stack, apply.state);
  const aside = `${files.journal}.${apply.planDigest.replace(/^sha256:/, "").slice(0, 16)}.abandoned`;
  await rename(files.journal, aside);
  await rm(files.plan, { force: true });
  return aside;
}

/** Whether an apply of this plan came to its end on this stack; it cannot be applied again. */
export async function appliedBefore(
  journalDirectory: string,
  stack: string,
  planDigest: string,
): Promise<boolean> {
  const names = await readdir(journalDirectory).catch(() => []);
  const digest = planDigest.replace(/^sha256:/, "").slice(0, 16);
  const ending = `${JOURNAL}.${digest}.done`;
  // A plan tells stacks of the same name apart, so its digest is enough.
  return names.some((name) => name.startsWith(`${encodeURIComponent(stack)}~`) && name.endsWith(ending));
}

const JOURNAL = ".journal.jsonl";

function filesOf(
  directory: string,
  stack: string,
  state: string,
): { readonly journal: string; readonly plan: string } {
  const place = createHash("sha256").update(state).digest("hex").slice(0, 8);
  const name = `${encodeURIComponent(stack)}~${place}`;
  return { journal: join(directory, `${name}${JOURNAL}`), plan: join(directory, `${name}.plan.json`) };
}

/** The place of a state: a file as seen from the journals, so that both may move together, or a remote address. */
function stateName(journalDirectory: string, description: string): string {
  return isAbsolute(description) ? relative(journalDirectory, description) : description;
}
