import { Command, Option } from "commander";
import type { ProfileName } from "../../policy/index.js";
import { booleanOption, collect } from "../arguments/boolean-option.js";
import { parallelism } from "../arguments/parse-option.js";
import { profileOption } from "../arguments/profile-option.js";
import type { CommandContext } from "../command-context.js";

export const GATE_FORMATS = ["text", "json", "markdown", "sarif", "junit", "github"] as const;

export interface GateFlags {
  readonly plan?: string;
  readonly terraformPlan: readonly string[];
  readonly cdktfOut?: string;
  readonly configuration?: string;
  readonly state?: string;
  readonly refresh: boolean;
  readonly var: readonly string[];
  readonly varFile: readonly string[];
  readonly parallelism: number;
  readonly format: (typeof GATE_FORMATS)[number];
  readonly fleet: readonly string[];
  readonly profile?: ProfileName;
  readonly policy: readonly string[];
  readonly failOn: "deny" | "warn";
  readonly live: boolean;
  readonly kubernetes?: boolean;
  readonly liveFacts?: string;
}

export function gateCommand({ environment, exit }: CommandContext): Command {
  const command = new Command("gate")
    .summary("judge a plan by the policies")
    .description(
      'Judges a plan of fleetwright, any plan that "terraform show -json" prints, or what a cdktf.out would change. Ends with 3 when the plan is denied.',
    )
    .option("--plan <file>", "plan file written by plan -out")
    .option(
      "--terraform-plan <file>",
      "Terraform plan JSON, - for stdin; may be given several times",
      collect,
      [],
    )
    .option("--cdktf-out <dir>", "plan and judge every stack that CDKTF or CDKTN synthesized here")
    .option("--configuration <dir>", "plan and judge this folder of Terraform JSON")
    .option("--state <file>", "Terraform state file to compare the one stack with")
    .option("--var <name=value>", "value of an input variable; may be given several times", collect, [])
    .option("--var-file <file>", "file with input variables; may be given several times", collect, [])
    .option("--parallelism <n>", "how many clusters and resources are worked on at once", parallelism, 10)
    .addOption(new Option("--format <format>", "how to report").choices(GATE_FORMATS).default("text"))
    .option("--fleet <path>", "fleet file or directory whose parameters and waivers hold", collect, [])
    .addOption(profileOption())
    .option("--policy <bundle>", "a bundle of your own policies, beside ours", collect, [])
    .addOption(
      new Option("--fail-on <level>", "from which level a finding denies")
        .choices(["deny", "warn"])
        .default("deny"),
    );
  command.option(
    "--live-facts <file>",
    "JSON with what is live, e.g. of a cluster that cannot be reached from here",
  );
  booleanOption(
    command,
    "live",
    "ask AWS for what a plan file does not tell: health, free addresses, add-ons",
    false,
  );
  booleanOption(
    command,
    "kubernetes",
    "with what is live: ask the clusters' Kubernetes APIs for disruption budgets and volumes",
    false,
  );
  booleanOption(command, "refresh", "do not read what is live, believe the state", true);
  return command.action(async (flags: GateFlags) => {
    const { runGate } = await import("../workflow/run-gate.js");
    exit(await runGate(flags, environment));
  });
}
