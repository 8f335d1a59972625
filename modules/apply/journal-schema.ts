import { z } from "zod";

/** The first line of a journal: which plan is carried out, and since when. */
export const headerSchema = z.object({
  type: z.literal("apply"),
  format: z.literal("fleetwright-journal/1"),
  stack: z.string(),
  plan_digest: z.string(),
  /** Where the stack's state is kept: a journal belongs to a state. */
  state: z.string(),
  /** Milliseconds since the epoch; generated names take their time stamp from it. */
  started_at: z.number(),
  /** The process of its first run, and the machine that it runs on. */
  process: z.number(),
  host: z.string(),
});

const result = z.object({
  id: z.string().exactOptional(),
  updateId: z.string().exactOptional(),
  version: z.string().exactOptional(),
  name: z.string().exactOptional(),
});

const nodeGroup = { clusterName: z.string(), nodegroupName: z.string() };

const wait = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("eks-update"),
    clusterName: z.string(),
    nodegroupName: z.string().exactOptional(),
    addonName: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal("node-group-active"), ...nodeGroup }),
  z.object({ kind: z.literal("node-group-deleted"), ...nodeGroup }),
  z.object({
    kind: z.literal("launch-template-visible"),
    name: z.string().exactOptional(),
    id: z.string().exactOptional(),
  }),
]);

/** Every other line: what is known of one operation. The last line of an operation counts. */
export const recordSchema = z.object({
  type: z.literal("operation"),
  address: z.string(),
  deposed: z.string().nullable(),
  action: z.string(),
  operation: z.string(),
  call: z.string(),
  wait: wait.nullable(),
  token: z.string(),
  parameters: z.string(),
  attempt: z.number(),
  status: z.enum(["begun", "accepted", "done", "failed"]),
  result,
});

/** A run that goes on with the apply. */
export const runSchema = z.object({ type: z.literal("run"), process: z.number(), host: z.string() });

/** The last line of an apply that came to its end while waits had run out; see `FileJournal.end`. */
export const endSchema = z.object({ type: z.literal("ended") });

/** What a former journal left: operations that were accepted, and whose end nobody has seen. */
export const unendedSchema = recordSchema.extend({ type: z.literal("unended") });

export type JournalHeader = z.infer<typeof headerSchema>;
