import { FleetwrightError } from "../../diagnostics/index.js";
import { fleetSummary, hasChanges } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { ask } from "../terminal/ask.js";
import { applyPlan } from "./apply-plan.js";
import { type MadePlan, makePlan } from "./make-plan.js";
import { openSavedPlan } from "./open-saved-plan.js";
import { showPlan } from "./run-plan.js";

/**
 * `fleetwright deploy`: applies a saved plan without asking, or plans, shows and asks. What the policies deny
 * is refused before anything is called.
 */
export async function runDeploy(
  planFile: string | undefined,
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  if (flags.engine === "terraform") {
    const { runTerraformDeploy } = await import("./run-terraform-deploy.js");
    return runTerraformDeploy(planFile, flags, environment);
  }
  const made =
    planFile === undefined
      ? await makePlan(flags, environment)
      : await openSavedPlan(planFile, flags, environment);
  if (planFile === undefined || !made.verdict.allowed) await showPlan(made, flags, environment);
  if (!made.verdict.allowed) {
    if (!flags.json) environment.stderr.write("\nNothing was deployed: the policies deny this plan.\n");
    return EXIT.denied;
  }
  const anything = Object.values(made.plan.stacks).some((plan) => hasChanges(plan) || plan.applyable);
  if (!anything) return EXIT.ok;
  if (planFile === undefined && !flags.autoApprove) {
    const approved = await approve(made, flags, environment);
    if (!approved) return EXIT.error;
  }
  return applyPlan(made, flags, environment);
}

async function approve(made: MadePlan, flags: DeployFlags, environment: CliEnvironment): Promise<boolean> {
  if (!Object.values(made.plan.stacks).some(hasChanges)) return true;
  const canAsk =
    flags.input && !flags.json && (environment.stdin.isTTY === true || environment.env.CI === undefined);
  if (!canAsk) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "DEPLOY_NEEDS_APPROVAL",
        summary: "Nobody can be asked to approve",
        detail: "Deploy a saved plan (plan -out FILE, then deploy FILE), or give -auto-approve.",
      },
    ]);
  }
  const { add, change, remove } = fleetSummary(made.plan);
  const answer = await ask(
    `\nDo you want to perform these actions?\n  Fleetwright will add ${add}, change ${change} and destroy ${remove}.\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: `,
    environment,
  );
  if (answer === "yes") return true;
  environment.stdout.write("\nDeploy cancelled.\n");
  return false;
}
