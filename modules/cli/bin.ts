#!/usr/bin/env node
import { terraformArgumentsOf } from "./arguments/terraform-arguments-of.js";
import { EXIT } from "./exit-code.js";
import { processEnvironment, standInEnvironment } from "./process-environment.js";
import { runCli } from "./run-cli.js";

// Should the work ever end without an answer, Node would call that a success: it is not.
process.exitCode = EXIT.error;
const unanswered = () => {
  process.stderr.write("Error: the command ended before it was done. This is a fault of Fleetwright.\n");
};
process.once("beforeExit", unanswered);

const argv = process.argv.slice(2);
const standsIn = terraformArgumentsOf(argv) !== undefined;
void runCli(argv, standsIn ? standInEnvironment() : processEnvironment()).then((code) => {
  process.off("beforeExit", unanswered);
  process.exitCode = code;
  if (standsIn) process.stdin.unref?.();
});
