import { FleetwrightError } from "../../diagnostics/index.js";
import type { PlanSource } from "../../plan/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";

/** Terraform's question for the kind of plan, with our name in it. */
export function approvalQuestion(mode: PlanSource["mode"]): string {
  return `\n${QUESTIONS[mode]}\n\n  Enter a value: `;
}

const QUESTIONS: { readonly [mode in PlanSource["mode"]]: string } = {
  normal:
    "Do you want to perform these actions?\n  Fleetwright will perform the actions described above.\n  Only 'yes' will be accepted to approve.",
  destroy:
    "Do you really want to destroy all resources?\n  Fleetwright will destroy all your managed infrastructure, as shown above.\n  There is no undo. Only 'yes' will be accepted to confirm.",
  "refresh-only":
    "Would you like to update the Terraform state to reflect these detected changes?\n  Fleetwright will write these changes to the state without modifying any real infrastructure.\n  There is no undo. Only 'yes' will be accepted to confirm.",
};

/** Throws `DEPLOY_NEEDS_APPROVAL` where nobody can answer: `-input=false`, `-json`, or CI without a terminal. */
export function requireSomebodyToAsk(
  flags: Pick<DeployFlags, "input" | "json">,
  environment: CliEnvironment,
): void {
  const canAsk =
    flags.input && !flags.json && (environment.stdin.isTTY === true || environment.env.CI === undefined);
  if (canAsk) return;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "DEPLOY_NEEDS_APPROVAL",
      summary: "Nobody can be asked to approve",
      detail: "Deploy a saved plan (plan -out FILE, then deploy FILE), or give -auto-approve.",
    },
  ]);
}
