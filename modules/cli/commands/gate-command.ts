import { Command, Option } from "commander";
import type { ProfileName } from "../../policy/index.js";
import { collect } from "../arguments/boolean-option.js";
import { profileOption } from "../arguments/profile-option.js";
import type { CommandContext } from "../command-context.js";

export const GATE_FORMATS = ["text", "json", "markdown", "sarif", "junit", "github"] as const;

export interface GateFlags {
  readonly plan?: string;
  readonly terraformPlan: readonly string[];
  readonly format: (typeof GATE_FORMATS)[number];
  readonly fleet: readonly string[];
  readonly profile?: ProfileName;
  readonly policy: readonly string[];
  readonly failOn: "deny" | "warn";
}

export function gateCommand({ environment, exit }: CommandContext): Command {
  return new Command("gate")
    .summary("judge a plan by the policies")
    .description(
      'Judges a plan of fleetwright, or any plan that "terraform show -json" prints. Ends with 3 when the plan is denied.',
    )
    .option("--plan <file>", "plan file written by plan -out")
    .option(
      "--terraform-plan <file>",
      "Terraform plan JSON, - for stdin; may be given several times",
      collect,
      [],
    )
    .addOption(new Option("--format <format>", "how to report").choices(GATE_FORMATS).default("text"))
    .option("--fleet <path>", "fleet file or directory whose parameters and waivers hold", collect, [])
    .addOption(profileOption())
    .option("--policy <bundle>", "a bundle of your own policies, beside ours", collect, [])
    .addOption(
      new Option("--fail-on <level>", "from which level a finding denies")
        .choices(["deny", "warn"])
        .default("deny"),
    )
    .action(async (flags: GateFlags) => {
      const { runGate } = await import("../workflow/run-gate.js");
      exit(await runGate(flags, environment));
    });
}
