#!/usr/bin/env node
import { EXIT } from "./exit-code.js";
import { standInEnvironment } from "./process-environment.js";
import { runTerraformStandIn } from "./workflow/run-terraform.js";

// One executable for TERRAFORM_BINARY_NAME: the same as `fleetwright terraform`.
process.exitCode = EXIT.error;
void runTerraformStandIn(process.argv.slice(2), standInEnvironment()).then((code) => {
  process.exitCode = code;
  process.stdin.unref?.();
});
