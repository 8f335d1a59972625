import { z } from "zod";

/** The first line of a journal: which plan is carried out, and since when. */
export const headerSchema = z.object({
  type: z.literal("apply"),
  format: z.literal("fleetwright-journal/1"),
  stack: z.string(),
  plan_digest: z.string(),
  /** Milliseconds since the epoch; generated names take their time stamp from it. */
  started_at: z.number(),
});

const result = z.object({
  id: z.string().exactOptional(),
  updateId: z.string().exactOptional(),
  version: z.string().exactOptional(),
  name: z.string().exactOptional(),
});

/** Every other line: what is known of one operation. The last line of an operation counts. */
export const recordSchema = z.object({
  type: z.literal("operation"),
  address: z.string(),
  deposed: z.string().nullable(),
  action: z.string(),
  operation: z.string(),
  call: z.string(),
  token: z.string(),
  attempt: z.number(),
  status: z.enum(["begun", "accepted", "done", "failed"]),
  result,
});

export type JournalHeader = z.infer<typeof headerSchema>;
