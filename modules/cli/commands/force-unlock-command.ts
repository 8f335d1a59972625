import { Command } from "commander";
import { booleanOption, collect } from "../arguments/boolean-option.js";
import type { CommandContext } from "../command-context.js";

export interface ForceUnlockFlags {
  readonly fleet: readonly string[];
  readonly stack?: string;
  readonly configuration?: string;
  readonly state?: string;
  readonly var: readonly string[];
  readonly varFile: readonly string[];
}

export function forceUnlockCommand({ environment, exit }: CommandContext): Command {
  const command = new Command("force-unlock")
    .summary("remove the lock of a state whose holder is gone")
    .description(
      "Removes the lock with this id, which the message about the lock shows. Only for locks whose process is gone for certain: two runs on one state lose data.",
    )
    .argument("<id>", "the lock's id")
    .option("--stack <name>", "the stack whose state is locked; by default whichever has this lock")
    .option("--fleet <path>", "fleet file or directory; may be given several times", collect, [])
    .option("--configuration <dir>", "this folder of Terraform JSON instead of a fleet")
    .option("--state <file>", "Terraform state file that is locked")
    .option("--var <name=value>", "value of an input variable; may be given several times", collect, [])
    .option("--var-file <file>", "file with input variables; may be given several times", collect, []);
  booleanOption(command, "force", "as Terraform's; there is no question to skip", false);
  return command.action(async (id: string, flags: ForceUnlockFlags) => {
    const { runForceUnlock } = await import("../workflow/run-force-unlock.js");
    exit(await runForceUnlock(id, flags, environment));
  });
}
