import { formatPlanFile } from "../../plan/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { version } from "../version.js";
import type { MadePlan } from "./make-plan.js";

/** The text of the plan file of a plan. */
export function planFileText(made: MadePlan, environment: CliEnvironment): string {
  return formatPlanFile({
    created_by: `fleetwright ${version()}`,
    created_at: environment.now().toISOString(),
    source: made.source,
    bound_verdict: made.boundVerdict,
    ...(made.gate.live === undefined ? {} : { live_facts: made.gate.live }),
    stacks: made.plan.stacks,
  });
}
