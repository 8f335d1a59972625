import { z } from "zod";
import type { RolloutPlan } from "../../plan/rollout-plan.js";
import { controlCommandSchema } from "../../workflow/rollout-control.js";
import type { RolloutEvent } from "../../workflow/rollout-event.js";

const eventSchema = z.custom<RolloutEvent>(
  (value) => typeof value === "object" && value !== null && "type" in value && "at" in value,
);

const planSchema = z.custom<RolloutPlan>(
  (value) => typeof value === "object" && value !== null && "waves" in value && "definition" in value,
);

/** The lines of a journal. The first is its header. */
export const journalRecordSchema = z.discriminatedUnion("record", [
  z.object({
    record: z.literal("rollout"),
    format: z.literal("fleetwright-rollout"),
    version: z.literal(1),
    workflow: z.number(),
    id: z.string(),
    title: z.string(),
    who: z.string(),
    at: z.number(),
    planDigest: z.string(),
    plan: planSchema,
  }),
  /** A step of a workflow is done; `value` is what it gave. */
  z.object({ record: z.literal("step"), workflow: z.string(), step: z.string(), value: z.unknown() }),
  /** A whole workflow is done: its steps are not needed any more. */
  z.object({ record: z.literal("workflow"), workflow: z.string(), value: z.unknown() }),
  z.object({ record: z.literal("event"), event: eventSchema }),
  /** A failed group, counted against the budget. */
  z.object({ record: z.literal("failure"), wave: z.string(), attempt: z.number(), step: z.string() }),
  /** A command, copied from where people put them, so that the journal alone tells everything. */
  z.object({ record: z.literal("control"), command: controlCommandSchema }),
]);

export type JournalRecord = z.infer<typeof journalRecordSchema>;
export type JournalHeader = Extract<JournalRecord, { record: "rollout" }>;
