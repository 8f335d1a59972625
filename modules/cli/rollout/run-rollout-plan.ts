import { deniedSteps, planLines } from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { RolloutPlanFlags } from "../commands/rollout-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { makeRolloutPlan } from "./make-rollout-plan.js";
import { openEngine } from "./rollout-place.js";

/** `fleetwright rollout plan`: what a rollout would do, and the verdict on each of its steps. */
export async function runRolloutPlan(
  flags: RolloutPlanFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const { plan } = await makeRolloutPlan(flags, engine, environment);
    environment.stdout.write(
      flags.json
        ? `${JSON.stringify(plan)}\n`
        : `${planLines(plan, { details: flags.details }).join("\n")}\n`,
    );
    if (deniedSteps(plan).length > 0) return EXIT.denied;
    return plan.problems.length > 0 ? EXIT.error : EXIT.ok;
  } finally {
    await engine.close();
  }
}
