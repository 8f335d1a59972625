import { Command } from "commander";
import { booleanOption } from "../arguments/boolean-option.js";
import type { CommandContext } from "../command-context.js";

export interface ShowFlags {
  readonly json: boolean;
  readonly stack?: string;
}

export function showCommand({ environment, exit }: CommandContext): Command {
  const command = new Command("show")
    .summary("show a saved plan again")
    .description(
      'Shows a plan file as plan did. With -json, as Terraform plan JSON: of one stack that plan, of several {"stacks": {NAME: plan}}.',
    )
    .argument("<plan>", "plan file written by plan -out")
    .option("--stack <name>", "only this stack");
  booleanOption(command, "json", "Terraform plan JSON instead of text", false);
  return command.action(async (planFile: string, flags: ShowFlags) => {
    const { runShow } = await import("../workflow/run-show.js");
    exit(await runShow(planFile, flags, environment));
  });
}
