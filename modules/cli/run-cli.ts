import { CommanderError } from "commander";
import { applyGlobalFlags, globalFlags } from "./arguments/global-flags.js";
import { normaliseArguments } from "./arguments/normalise-arguments.js";
import { terraformArgumentsOf } from "./arguments/terraform-arguments-of.js";
import type { CliEnvironment } from "./cli-environment.js";
import { EXIT } from "./exit-code.js";
import { createProgram } from "./program.js";
import { reportError } from "./report-error.js";

/**
 * Runs one command line (without node and script) and gives the exit code. Throws nothing: whatever goes
 * wrong is told on stderr, or as events with `-json`.
 */
export async function runCli(argv: readonly string[], outer: CliEnvironment): Promise<number> {
  const terraformArguments = terraformArgumentsOf(argv);
  if (terraformArguments !== undefined) {
    const { runTerraformStandIn } = await import("./workflow/run-terraform.js");
    return runTerraformStandIn(terraformArguments, outer);
  }
  let exitCode: number = EXIT.ok;
  let environment = outer;
  try {
    environment = applyGlobalFlags(globalFlags(argv), outer);
    const program = createProgram(environment, (code) => {
      exitCode = code;
    });
    const normalised = normaliseArguments(argv, program, environment.env);
    if (normalised.length === 0) program.outputHelp();
    else await program.parseAsync([...normalised], { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what it has to say itself; help and version end this way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.error;
    return reportError(error, { environment, json: argv.some((argument) => /^--?json$/.test(argument)) });
  }
}
