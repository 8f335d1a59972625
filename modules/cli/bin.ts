#!/usr/bin/env node
import { EXIT } from "./exit-code.js";
import { processEnvironment } from "./process-environment.js";
import { runCli } from "./run-cli.js";

// Should the work ever end without an answer, Node would call that a success: it is not.
process.exitCode = EXIT.error;
const unanswered = () => {
  process.stderr.write("Error: the command ended before it was done. This is a fault of Fleetwright.\n");
};
process.once("beforeExit", unanswered);

void runCli(process.argv.slice(2), processEnvironment()).then((code) => {
  process.off("beforeExit", unanswered);
  process.exitCode = code;
});
