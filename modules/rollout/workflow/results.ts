import { z } from "zod";
import type { Diagnostic } from "../../diagnostics/index.js";
import type { Waiver } from "../../policy/index.js";

const diagnosticSchema = z.custom<Diagnostic>(
  (value) => typeof value === "object" && value !== null && "code" in value && "summary" in value,
);

const waiverSchema = z.custom<Waiver>(
  (value) => typeof value === "object" && value !== null && "rule" in value && "expires" in value,
);

export const admissionSchema = z.union([
  z.strictObject({ go: z.literal(true), at: z.number() }),
  z.strictObject({ go: z.literal(false), reason: z.enum(["aborted", "budget", "cluster", "window"]) }),
]);

/** Whether a step may begin. */
export type Admission = z.infer<typeof admissionSchema>;

export const preparationSchema = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("skip"), reason: z.string(), drift: z.array(z.string()) }),
  z.strictObject({
    decision: z.literal("apply"),
    planDigest: z.string(),
    bundleDigest: z.string(),
    /** Rules that found something, waived or not. */
    findings: z.array(z.strictObject({ rule: z.string(), severity: z.string(), waived: z.boolean() })),
    waivers: z.array(waiverSchema),
    force: z.boolean(),
    drift: z.array(z.string()),
  }),
  z.strictObject({
    decision: z.literal("stop"),
    diagnostics: z.array(diagnosticSchema),
    drift: z.array(z.string()),
  }),
]);

/** What was found and decided right before a step. */
export type Preparation = z.infer<typeof preparationSchema>;

export const applicationSchema = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("applied"),
    updateIds: z.array(z.string()),
    attached: z.boolean(),
    finishedAt: z.number(),
  }),
  z.strictObject({
    outcome: z.literal("failed"),
    diagnostics: z.array(diagnosticSchema),
    finishedAt: z.number(),
  }),
]);

export type Application = z.infer<typeof applicationSchema>;

export const gateSchema = z.strictObject({ diagnostics: z.array(diagnosticSchema), at: z.number() });

/** What a health gate found wrong: nothing, when it is passed. */
export type GateResult = z.infer<typeof gateSchema>;

export const stepResultSchema = z.strictObject({
  step: z.string(),
  attempt: z.number(),
  outcome: z.enum(["done", "skipped", "failed", "not-started"]),
  /** Why it was skipped or not started. */
  reason: z.string().nullable(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  updateIds: z.array(z.string()),
  attached: z.boolean(),
  planDigest: z.string().nullable(),
  bundleDigest: z.string().nullable(),
  findings: z.array(z.strictObject({ rule: z.string(), severity: z.string(), waived: z.boolean() })),
  waivers: z.array(waiverSchema),
  force: z.boolean(),
  drift: z.array(z.string()),
  diagnostics: z.array(diagnosticSchema),
});

export type StepResult = z.infer<typeof stepResultSchema>;

export const clusterResultSchema = z.strictObject({
  cluster: z.string(),
  attempt: z.number(),
  /** `stopped`: the wave was, or the rollout; what had begun was finished. */
  outcome: z.enum(["done", "failed", "stopped"]),
  reason: z.string().nullable(),
  steps: z.array(stepResultSchema),
  diagnostics: z.array(diagnosticSchema),
});

export type ClusterResult = z.infer<typeof clusterResultSchema>;

export const rolloutResultSchema = z.strictObject({
  outcome: z.enum(["completed", "completed-with-failures", "aborted"]),
  finishedAt: z.number(),
  clusters: z.array(clusterResultSchema),
});

/** The end of a rollout: every cluster's last word. */
export type RolloutResult = z.infer<typeof rolloutResultSchema>;
