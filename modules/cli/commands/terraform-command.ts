import { Command } from "commander";
import type { CommandContext } from "../command-context.js";

/**
 * For the list of commands and `help terraform`. Its arguments never come here: they go to terraform as they
 * are, see `terraformArgumentsOf`.
 */
export function terraformCommand({ environment, exit }: CommandContext): Command {
  return new Command("terraform")
    .summary("stand in for terraform, so that denied plans are never applied")
    .description(
      `Runs terraform with these arguments. A plan that the policies deny is not applied: the verdict is told on stderr and the exit code is 3. All else is terraform's own.

For cdktf, name the program fleetwright-terraform, which is the same:
  TERRAFORM_BINARY_NAME=fleetwright-terraform cdktf deploy

FLEETWRIGHT_TERRAFORM_BINARY names the real terraform, where it is not the one on the PATH.`,
    )
    .argument("[arguments...]", "a subcommand of terraform and its flags")
    .action(async (args: readonly string[]) => {
      const { runTerraformStandIn } = await import("../workflow/run-terraform.js");
      exit(await runTerraformStandIn(args, environment));
    });
}
