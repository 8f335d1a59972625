/** Carries out an allowed plan: order, operations, waiting, journal, state, events. */
export type { ApplyEvaluation, EvaluatedInstance, PriorObject } from "./apply-evaluation.js";
export type { ApplyEvent } from "./apply-event.js";
export type { ApplyAction } from "./apply-node.js";
export { type ApplyStackRequest, applyStack } from "./apply-stack.js";
export type { ApplySummary, SummaryEntry } from "./apply-summary.js";
export { type ApprovedPlans, approve } from "./approve.js";
export { forgetfulJournal, type Journal, type JournalEntry, type JournalRecord } from "./journal.js";
