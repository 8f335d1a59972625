import type { FleetPlan, PlanFile } from "../../plan/index.js";
import { listRules, savedVerdict, type Verdict } from "../../policy/index.js";
import { gateReporters } from "../../report/index.js";

/** The verdict under a plan. */
export async function verdictText(plan: FleetPlan, verdict: Verdict): Promise<string> {
  return `\nPolicies:\n\n${gateReporters.text({ verdict, plans: plan, rules: await listRules() })}`;
}

/** The verdict that a plan file holds, as it was shown when it was passed. */
export async function savedVerdictText(file: PlanFile): Promise<string> {
  const verdict = await savedVerdict(file.bound_verdict);
  return verdict === null ? "" : verdictText(file, verdict);
}
