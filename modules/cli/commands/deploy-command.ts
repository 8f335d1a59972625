import { Command, Option } from "commander";
import { booleanOption } from "../arguments/boolean-option.js";
import { durationSeconds } from "../arguments/parse-option.js";
import type { CommandContext } from "../command-context.js";
import { type PlanFlags, planFlags } from "./plan-command.js";

export interface DeployFlags extends PlanFlags {
  readonly autoApprove: boolean;
  readonly resume: boolean;
  readonly abandon: boolean;
  readonly input: boolean;
  /** Seconds; by default it depends on whether somebody watches. */
  readonly credentialsTimeout?: number;
  readonly engine: "fleetwright" | "terraform";
}

export function deployCommand({ environment, exit }: CommandContext): Command {
  const command = new Command("deploy")
    .alias("apply")
    .summary("make the changes that the policies allow")
    .description(
      "Applies a saved plan without asking, or plans, shows the plan and asks. A plan that the policies deny is refused (exit code 3), a plan that what is live has left behind is too (exit code 4).",
    )
    .argument("[plan]", "plan file written by plan -out");
  planFlags(command).option(
    "--configuration <dir>",
    "deploy this folder of Terraform JSON instead of a fleet",
  );
  command.addOption(
    new Option("--engine <name>", "what makes the changes; terraform is judged by the same policies")
      .choices(["fleetwright", "terraform"])
      .default("fleetwright"),
  );
  booleanOption(command, "resume", "go on with a deploy that was interrupted or killed", false);
  booleanOption(command, "abandon", "give such a deploy up; what it did stays as it is", false);
  command.option(
    "--credentials-timeout <duration>",
    "how long to wait for valid AWS credentials once they have expired (default: 30m on a terminal, else 5m)",
    durationSeconds,
  );
  booleanOption(command, "auto-approve", "do not ask", false);
  booleanOption(command, "json", "stream events, one JSON object a line", false);
  return command.action(async (planFile: string | undefined, flags: DeployFlags) => {
    const { runDeploy } = await import("../workflow/run-deploy.js");
    exit(await runDeploy(planFile, flags, environment));
  });
}
