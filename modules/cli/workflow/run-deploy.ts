import { unfinishedApplies } from "../../apply/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import { hasChanges } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { ask } from "../terminal/ask.js";
import { terminalOf } from "../terminal/terminal.js";
import { applyPlan } from "./apply-plan.js";
import { approvalQuestion, requireSomebodyToAsk } from "./approval-question.js";
import { type MadePlan, makePlan } from "./make-plan.js";
import { openSavedPlan } from "./open-saved-plan.js";
import type { OpenStack } from "./open-stack.js";
import { showPlan } from "./run-plan.js";
import { createStackLocks, type StackLocks } from "./stack-locks.js";
import { journalDirectory, refuseUnfinished } from "./unfinished.js";

/**
 * `fleetwright deploy`: applies a saved plan without asking, or plans, shows and asks. What the policies deny
 * is refused before anything is called.
 */
export async function runDeploy(
  planFile: string | undefined,
  given: DeployFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const flags = { credentialsTimeout: credentialsTimeout(environment), ...given };
  if (flags.engine === "terraform") {
    const { runTerraformDeploy } = await import("./run-terraform-deploy.js");
    return runTerraformDeploy(planFile, flags, environment);
  }
  if ((flags.resume || flags.abandon) && planFile !== undefined) {
    throw planBesides(flags.abandon ? "-abandon" : "-resume", planFile);
  }
  if (flags.abandon) {
    const { abandonUnfinished } = await import("./abandon-unfinished.js");
    return abandonUnfinished(flags, environment);
  }
  const once = () => {
    const locks = createStackLocks(flags, "OperationTypeApply", environment);
    return deployLocked(planFile, flags, locks, environment).finally(() => locks.release());
  };
  if (!flags.resume) return once();
  return resumeAll(once, flags, environment);
}

/** Several deploys may have been interrupted, one after the other: each is gone on with, until one does not end well. */
async function resumeAll(
  resumeOne: () => Promise<ExitCode>,
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const workspace = environment.env.TF_WORKSPACE ?? "default";
  const unfinished = async () => (await unfinishedApplies(journalDirectory(environment, workspace))).length;
  let left = await unfinished();
  if (left === 0) {
    const message = "No deploy was interrupted: there is nothing to go on with.";
    if (flags.json) jsonEventWriter(environment)({ type: "log", message });
    else environment.stdout.write(`${message}\n`);
    return EXIT.ok;
  }
  for (;;) {
    const code = await resumeOne();
    const before = left;
    left = await unfinished();
    if (code !== EXIT.ok || left === 0 || left >= before) return code;
  }
}

async function deployLocked(
  planFile: string | undefined,
  flags: DeployFlags,
  locks: StackLocks,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const made = await openPlan(planFile, flags, locks, environment);
  if (made === null) return EXIT.ok;
  const unseen = planFile === undefined && !flags.resume;
  if (unseen || !made.verdict.allowed) await showPlan(made, flags, environment);
  if (!made.verdict.allowed) {
    const summary = "Nothing was deployed: the policies deny this plan";
    if (flags.json) {
      const diagnostic = { severity: "error", code: "APPLY_DENIED", summary } as const;
      jsonEventWriter(environment)({ type: "diagnostic", diagnostic });
    } else environment.stderr.write(`\n${summary}.\n`);
    return EXIT.denied;
  }
  const anything = Object.values(made.plan.stacks).some((plan) => hasChanges(plan) || plan.applyable);
  if (!anything) return EXIT.ok;
  if (unseen && !flags.autoApprove) {
    const approved = await approve(made, flags, environment);
    if (!approved) return environment.signal.aborted ? EXIT.interrupted : EXIT.error;
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
    await refuseUnfinished(stack, workspace, environment);
  };
  return planFile === undefined
    ? makePlan(flags, environment, beforeState)
    : openSavedPlan(planFile, flags, environment, beforeState);
}

/** Seconds: somebody who watches has time to sign in, a pipeline has not. */
function credentialsTimeout({ env, stderr }: CliEnvironment): number {
  return terminalOf(stderr, env).interactive ? 1800 : 300;
}

function planBesides(flag: string, planFile: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "DEPLOY_RESUME_PLAN",
      summary: `${flag} takes no plan file`,
      detail: `It is about the plan that was interrupted. Leave out ${planFile}, or ${flag}.`,
    },
  ]);
}

async function approve(made: MadePlan, flags: DeployFlags, environment: CliEnvironment): Promise<boolean> {
  if (!Object.values(made.plan.stacks).some(hasChanges)) return true;
  requireSomebodyToAsk(flags, environment);
  const answer = await ask(approvalQuestion(made.source.mode), environment);
  if (answer === "yes") return true;
  environment.stdout.write(`\n${made.source.mode === "destroy" ? "Destroy" : "Apply"} cancelled.\n`);
  return false;
}
