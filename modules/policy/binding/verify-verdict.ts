import { z } from "zod";
import { digestOf } from "../digest.js";
import type { GateContext } from "../gate-context.js";
import { bundleDigest } from "../host/policy-bundle.js";
import { judgedWithDigest } from "../judge/judged-with.js";
import type { JudgedPlans } from "../judged-plans.js";
import type { BoundVerdict } from "./bind-verdict.js";
import { planDigest } from "./bind-verdict.js";

/**
 * Whether a bound verdict still stands for these plans: none of the plans, the verdict, the rules, the
 * parameters and waivers may have changed, and the day must be the same, because waivers expire and freezes
 * begin. Returns the reasons why not, as sentences; none means that it stands. With any reason, judge again.
 */
export function verifyVerdict(plans: JudgedPlans, bound: unknown, context: GateContext): readonly string[] {
  if (!isBoundVerdict(bound)) return ["There is no verdict, or it is not in a form that this version reads."];
  const { digest, ...rest } = bound;
  const { verdict } = bound;
  const reasons: string[] = [];
  if (digestOf(rest) !== digest) reasons.push("The verdict has been altered since it was passed.");
  if (bound.planDigest !== planDigest(plans)) reasons.push("The verdict was passed on another plan.");
  if (verdict.bundleDigest !== bundleDigest())
    reasons.push("The rules have changed since the verdict was passed.");
  if (verdict.parametersDigest !== judgedWithDigest(context)) {
    reasons.push("Parameters, waivers or policy bundles have changed since the verdict was passed.");
  }
  if (verdict.judgedAt.slice(0, 10) !== new Date(context.now).toISOString().slice(0, 10)) {
    reasons.push("The verdict was passed on another day.");
  }
  return reasons;
}

const boundVerdictSchema = z.object({
  verdict: z.object({
    allowed: z.boolean(),
    findings: z.array(z.object({ rule: z.string(), severity: z.enum(["deny", "warn", "info"]) })),
    notDecided: z.array(z.object({ rule: z.string(), reason: z.string() })),
    judgedAt: z.string(),
    bundleDigest: z.string(),
    parametersDigest: z.string(),
  }),
  planDigest: z.string(),
  digest: z.string(),
});

/** Whether a document read from outside has the form of a bound verdict. */
export function isBoundVerdict(value: unknown): value is BoundVerdict {
  return boundVerdictSchema.safeParse(value).success;
}
