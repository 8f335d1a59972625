import { findTerraform } from "../../terraform-cli/index.js";
import type { CliEnvironment } from "../cli-environment.js";

/** The real terraform, never the script that runs here. */
export function findRealTerraform(environment: CliEnvironment): string {
  return findTerraform(environment.env, process.argv[1]);
}
