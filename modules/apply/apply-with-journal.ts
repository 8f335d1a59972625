import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../aws/index.js";
import { type ApplyStackRequest, applyStack } from "./apply-stack.js";
import type { ApplySummary } from "./apply-summary.js";
import { journalIsDone, openFileJournal, readJournal } from "./file-journal.js";

export interface JournaledApplyRequest extends Omit<ApplyStackRequest, "journal" | "startedAt"> {
  /** Where journals are kept, one of each stack. */
  readonly journalDirectory: string;
  /** The plan file's text, kept beside the journal so that an interrupted apply can be resumed. */
  readonly planText: string;
}

/**
 * `applyStack` with a journal on disk. An apply that came to its end, well or not, puts its journal away, and
 * the plan cannot be applied again; one that was interrupted or killed is gone on with by calling this again
 * with the same approved plan and an evaluation of the state as it stands (`refresh: false`).
 */
export async function applyWithJournal(request: JournaledApplyRequest): Promise<ApplySummary> {
  const { approved, journalDirectory, planText, stack } = request;
  const files = filesOf(journalDirectory, stack);
  const now = (request.clock ?? systemClock).now();
  const journal = await openFileJournal(files.journal, {
    stack,
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
    if (!summary.interrupted) {
      await journal.complete();
      await rm(files.plan, { force: true });
    }
    return summary;
  } finally {
    await journal.close();
  }
}

export interface UnfinishedApply {
  readonly stack: string;
  readonly planDigest: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The text of the plan file that was being applied. */
  readonly planText: string;
}

/** Applies that were interrupted or killed and are to be resumed, by stack name. */
export async function unfinishedApplies(journalDirectory: string): Promise<readonly UnfinishedApply[]> {
  const names = await readdir(journalDirectory).catch(() => []);
  const found: UnfinishedApply[] = [];
  for (const name of names.filter((file) => file.endsWith(JOURNAL)).sort()) {
    const known = await readJournal(join(journalDirectory, name));
    if (known === null || known.records.length === 0) continue;
    const { plan_digest, stack, started_at } = known.header;
    const planText = await readFile(filesOf(journalDirectory, stack).plan, "utf8").catch(() => null);
    if (planText !== null) found.push({ stack, planDigest: plan_digest, startedAt: started_at, planText });
  }
  return found;
}

/** Whether an apply of this plan came to its end on this stack; it cannot be applied again. */
export async function appliedBefore(
  journalDirectory: string,
  stack: string,
  planDigest: string,
): Promise<boolean> {
  return journalIsDone(filesOf(journalDirectory, stack).journal, planDigest);
}

const JOURNAL = ".journal.jsonl";

function filesOf(directory: string, stack: string): { readonly journal: string; readonly plan: string } {
  const name = encodeURIComponent(stack);
  return { journal: join(directory, `${name}${JOURNAL}`), plan: join(directory, `${name}.plan.json`) };
}
