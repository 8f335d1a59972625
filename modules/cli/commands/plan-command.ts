import { Command } from "commander";
import type { ProfileName } from "../../policy/index.js";
import { booleanOption, collect } from "../arguments/boolean-option.js";
import { parallelism } from "../arguments/parse-option.js";
import { profileOption } from "../arguments/profile-option.js";
import type { CommandContext } from "../command-context.js";

export interface PlanFlags {
  readonly fleet: readonly string[];
  readonly cluster: readonly string[];
  readonly configuration?: string;
  readonly state?: string;
  readonly out?: string;
  readonly target: readonly string[];
  readonly replace: readonly string[];
  readonly refresh: boolean;
  readonly refreshOnly: boolean;
  readonly destroy: boolean;
  readonly detailedExitcode: boolean;
  readonly json: boolean;
  readonly var: readonly string[];
  readonly varFile: readonly string[];
  readonly parallelism: number;
  readonly lock: boolean;
  readonly lockTimeout: string;
  readonly profile?: ProfileName;
  readonly kubernetes?: boolean;
}

export function planCommand({ environment, exit }: CommandContext): Command {
  const command = new Command("plan")
    .summary("show what would change, and whether the policies allow it")
    .description(
      "Synthesizes the fleet, compares it with what is live, judges the changes and shows both. With -configuration, plans any folder of Terraform JSON instead; no fleet file is needed.",
    );
  planFlags(command)
    .option("--configuration <dir>", "plan this folder of Terraform JSON instead of a fleet")
    .option("--out <file>", "write the plan to a file that deploy and show take");
  booleanOption(command, "detailed-exitcode", "end with 2 when there are changes", false);
  booleanOption(command, "json", "stream events, one JSON object a line", false);
  command.addHelpText(
    "after",
    `
Examples:
  fleetwright plan -fleet fleet.yaml -out fleet.plan
  fleetwright plan -cluster prod-eu-1 -detailed-exitcode
  fleetwright plan -configuration cdktf.out/stacks/prod-eu-1 -state terraform.tfstate -refresh=false
`,
  );
  return command.action(async (flags: PlanFlags) => {
    const { runPlan } = await import("../workflow/run-plan.js");
    exit(await runPlan(flags, environment));
  });
}

/** The flags that plan and deploy share. */
export function planFlags(command: Command): Command {
  command
    .option("--fleet <path>", "fleet file or directory; may be given several times", collect, [])
    .option("--cluster <name>", "only this cluster; may be given several times", collect, [])
    .option(
      "--target <address>",
      "only this resource and what it needs; may be given several times",
      collect,
      [],
    )
    .option("--replace <address>", "replace this resource; may be given several times", collect, [])
    .option("--state <file>", "Terraform state file to compare with")
    .option("--var <name=value>", "value of an input variable; may be given several times", collect, [])
    .option("--var-file <file>", "file with input variables; may be given several times", collect, [])
    .option("--parallelism <n>", "how many clusters and resources are worked on at once", parallelism, 10)
    .addOption(profileOption());
  booleanOption(command, "refresh", "do not read what is live, believe the state", true);
  booleanOption(command, "refresh-only", "only bring the state up to date", false);
  booleanOption(
    command,
    "kubernetes",
    "ask the clusters' Kubernetes APIs for disruption budgets and volumes, for the policies",
    false,
  );
  booleanOption(command, "destroy", "plan to destroy everything", false);
  booleanOption(command, "input", "never ask", true);
  booleanOption(command, "lock", "do not lock the state", true);
  command.option("--lock-timeout <duration>", "how long to wait for a lock, e.g. 30s", "0s");
  return booleanOption(command, "compact-warnings", "warnings in one line each", false);
}
