import { Command } from "commander";
import { booleanOption, collect } from "../arguments/boolean-option.js";
import type { CommandContext } from "../command-context.js";

export interface ValidateFlags {
  readonly fleet: readonly string[];
  readonly json: boolean;
}

export function validateCommand({ environment, exit }: CommandContext): Command {
  const command = new Command("validate")
    .summary("check the fleet file")
    .description(
      "Checks the fleet file and shows every error at once, with its line. Nothing is written or called.",
    )
    .argument("[fleet...]", "fleet files or directories")
    .option("--fleet <path>", "fleet file or directory; may be given several times", collect, []);
  booleanOption(command, "json", "as JSON", false);
  return command.action(async (paths: readonly string[], flags: ValidateFlags) => {
    const { runValidate } = await import("../workflow/run-validate.js");
    exit(await runValidate([...paths, ...flags.fleet], flags, environment));
  });
}
