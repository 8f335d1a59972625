import type { JudgedPlans, RuleMetadata, Verdict } from "../policy/index.js";

/** What every gate format is made from. */
export interface GateReport {
  readonly verdict: Verdict;
  /** The plans that were judged. */
  readonly plans: JudgedPlans;
  /** All rules, as `listRules` gives them. */
  readonly rules: readonly RuleMetadata[];
}

/** One format: the whole text, with its last line ended. */
export type GateReporter = (report: GateReport) => string;
