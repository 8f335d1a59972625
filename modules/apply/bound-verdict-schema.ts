import { z } from "zod";

/** What an apply takes from a bound verdict, once it was verified. */
export const boundVerdictSchema = z.object({
  planDigest: z.string(),
  verdict: z.object({
    allowed: z.boolean(),
    stacks: z.record(z.string(), z.object({ allowed: z.boolean() })),
    findings: z.array(
      z.object({
        rule: z.string(),
        severity: z.string(),
        message: z.string(),
        cluster: z.string().nullable(),
        address: z.string().nullable(),
        standing: z.boolean(),
        waiver: z.unknown().optional(),
      }),
    ),
  }),
});

export type CheckedVerdict = z.infer<typeof boundVerdictSchema>;
