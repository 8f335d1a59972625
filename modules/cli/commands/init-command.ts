import { Command } from "commander";
import type { CommandContext } from "../command-context.js";

export function initCommand({ environment, exit }: CommandContext): Command {
  return new Command("init")
    .summary("write a starter project")
    .description(
      "Writes a fleet file with its editor schema, package.json, cdktf.json and a pull-request workflow. Files that exist are left alone.",
    )
    .argument("[directory]", "where to write", ".")
    .action(async (directory: string) => {
      const { runInit } = await import("../workflow/run-init.js");
      exit(await runInit(directory, environment));
    });
}
