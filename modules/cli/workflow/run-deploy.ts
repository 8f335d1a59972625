import { FleetwrightError } from "../../diagnostics/index.js";
import { fleetSummary, hasChanges } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { ask } from "../terminal/ask.js";
import { applyPlan } from "./apply-plan.js";
import { type MadePlan, makePlan } from "./make-plan.js";
import { openSavedPlan } from "./open-saved-plan.js";
import type { OpenStack } from "./open-stack.js";
import { showPlan } from "./run-plan.js";
import { createStackLocks, type StackLocks } from "./stack-locks.js";
import { refuseUnfinished } from "./unfinished.js";

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
  if (flags.resume && planFile !== undefined) throw resumeWithPlan(planFile);
  const locks = createStackLocks(flags, environment);
  return deployLocked(planFile, flags, locks, environment).finally(() => locks.release());
}

async function deployLocked(
  planFile: string | undefined,
  flags: DeployFlags,
  locks: StackLocks,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const made = await openPlan(planFile, flags, locks, environment);
  if (made === null) {
    if (!flags.json) environment.stdout.write("No deploy was interrupted: there is nothing to go on with.\n");
    return EXIT.ok;
  }
  const unseen = planFile === undefined && !flags.resume;
  if (unseen || !made.verdict.allowed) await showPlan(made, flags, environment);
  if (!made.verdict.allowed) {
    if (!flags.json) environment.stderr.write("\nNothing was deployed: the policies deny this plan.\n");
    return EXIT.denied;
  }
  const anything = Object.values(made.plan.stacks).some((plan) => hasChanges(plan) || plan.applyable);
  if (!anything) return EXIT.ok;
  if (unseen && !flags.autoApprove) {
    const approved = await approve(made, flags, environment);
    if (!approved) return EXIT.error;
  }
  return applyPlan(made, flags, environment);
}

/** Null: there is nothing to resume. */
async function openPlan(
  planFile: string | undefined,
  flags: DeployFlags,
  locks: StackLocks,
  environment: CliEnvironment,
): Promise<MadePlan | null> {
  if (flags.resume) {
    const { openUnfinishedApply } = await import("./open-unfinished-apply.js");
    return openUnfinishedApply(flags, locks, environment);
  }
  const workspace = environment.env.TF_WORKSPACE ?? "default";
  const beforeState = async (stack: OpenStack) => {
    await locks.take(stack);
    await refuseUnfinished(stack.name, workspace, environment);
  };
  return planFile === undefined
    ? makePlan(flags, environment, beforeState)
    : openSavedPlan(planFile, flags, environment, beforeState);
}

function resumeWithPlan(planFile: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "DEPLOY_RESUME_PLAN",
      summary: "-resume takes no plan file",
      detail: `It goes on with the plan that was interrupted. Leave out ${planFile}, or -resume.`,
    },
  ]);
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
