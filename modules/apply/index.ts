/** Carries out an allowed plan: order, operations, waiting, journal, state, events. */

export type { OpenOperation } from "./apply-context.js";
export type { ApplyEvaluation, EvaluatedInstance, PriorObject } from "./apply-evaluation.js";
export type { ApplyEvent } from "./apply-event.js";
export type { ApplyAction } from "./apply-node.js";
export { type ApplyStackRequest, applyStack } from "./apply-stack.js";
export type { ApplySummary, SummaryEntry } from "./apply-summary.js";
export {
  abandonApply,
  appliedBefore,
  applyWithJournal,
  isOfState,
  type JournaledApplyRequest,
  type UnfinishedApply,
  unfinishedApplies,
} from "./apply-with-journal.js";
export { type ApprovedPlans, approve } from "./approve.js";
export { type FileJournal, openFileJournal, readJournal } from "./file-journal.js";
export { forgetfulJournal, type Journal, type JournalEntry, type JournalRecord } from "./journal.js";
export { requireContinuation, requireFresh } from "./require-fresh.js";
