import { digestOf } from "../digest.js";
import type { JudgedPlans } from "../judged-plans.js";
import type { Verdict } from "../verdict.js";

/** A verdict together with what it was passed on; plain JSON, to stand in a plan file beside the plans. */
export interface BoundVerdict {
  readonly verdict: Verdict;
  /** Digest of the plans, see `planDigest`. */
  readonly planDigest: string;
  /** Digest of all the rest of this document. */
  readonly digest: string;
}

/** Digest over the canonical JSON of plans: the same for the same plans in any order. */
export function planDigest(plans: JudgedPlans): string {
  return digestOf({ stacks: plans.stacks });
}

/** Binds a verdict to the plans that it was passed on. */
export function bindVerdict(plans: JudgedPlans, verdict: Verdict): BoundVerdict {
  const bound = { verdict, planDigest: planDigest(plans) };
  return { ...bound, digest: digestOf(bound) };
}
