#!/usr/bin/env node
import { processEnvironment } from "./process-environment.js";
import { runCli } from "./run-cli.js";

void runCli(process.argv.slice(2), processEnvironment()).then((code) => {
  process.exitCode = code;
});
