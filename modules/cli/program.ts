import { Command } from "commander";
import { HELP_FORMAT } from "./arguments/help-format.js";
import type { CliEnvironment } from "./cli-environment.js";
import { deployCommand } from "./commands/deploy-command.js";
import { forceUnlockCommand } from "./commands/force-unlock-command.js";
import { gateCommand } from "./commands/gate-command.js";
import { initCommand } from "./commands/init-command.js";
import { planCommand } from "./commands/plan-command.js";
import { policyCommand } from "./commands/policy-command.js";
import { rolloutCommand } from "./commands/rollout-command.js";
import { sandboxCommand } from "./commands/sandbox-command.js";
import { showCommand } from "./commands/show-command.js";
import { synthCommand } from "./commands/synth-command.js";
import { terraformCommand } from "./commands/terraform-command.js";
import { validateCommand } from "./commands/validate-command.js";
import { version } from "./version.js";

/**
 * The command tree. Only definitions stand here and below `commands/`: what a command does is loaded when it
 * runs, so that help and completion stay quick.
 */
export function createProgram(environment: CliEnvironment, exit: (code: number) => void): Command {
  const program = new Command("fleetwright");
  const context = { environment, exit };
  program
    .description(
      "Policy-checked plans and rollouts for fleets of Amazon EKS managed node groups.\n\nFlags are Terraform's and may be written with one dash or two.",
    )
    .version(version(), "-v, --version", "print the version")
    .option("--chdir <dir>", "work in another directory")
    .option("--no-color", "no colours, whatever the terminal can do")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print the help of a command")
    .configureOutput({
      writeOut: (text) => environment.stdout.write(text),
      writeErr: (text) => environment.stderr.write(text),
      getOutHelpWidth: () => environment.stdout.columns ?? 100,
      getErrHelpWidth: () => environment.stderr.columns ?? 100,
    })
    .showHelpAfterError('Run "fleetwright --help" for the commands and their flags.')
    .exitOverride()
    .addHelpText("after", HELP_AFTER)
    .configureHelp(HELP_FORMAT);
  const commands = [
    initCommand(context),
    validateCommand(context),
    synthCommand(context),
    planCommand(context),
    showCommand(context),
    gateCommand(context),
    deployCommand(context),
    forceUnlockCommand(context),
    rolloutCommand(context),
    terraformCommand(context),
    policyCommand(context),
    sandboxCommand(context),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command
      .copyInheritedSettings(program)
      .showHelpAfterError(`Run "fleetwright ${pathOf(command)} --help" for its flags.`);
  }
  return program;
}

function pathOf(command: Command): string {
  const parent = command.parent;
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

const HELP_AFTER = `
Exit codes:
  0 fine · 1 error · 2 changes present (with -detailed-exitcode) · 3 denied by policy
  4 stale plan · 5 lock held · 130 interrupted

Environment:
  FLEETWRIGHT_FLEET            the fleet file or directory, when -fleet is not given
  FLEETWRIGHT_CLI_ARGS         flags for every command; FLEETWRIGHT_CLI_ARGS_plan for one
  AWS_PROFILE, AWS_REGION, …   everything that the AWS SDK reads
  NO_COLOR, CI                 as everywhere
`;
