/** Stands in for the terraform binary, so that a plan which the policies deny is never applied. */
export { findTerraform } from "./find-terraform.js";
export { type JudgedTerraformPlan, type JudgePlanRequest, judgePlanFile } from "./judge-plan-file.js";
export { type SignalRelay, startSignalRelay } from "./signal-relay.js";
export { type TerraformStandInRequest, terraformStandIn } from "./terraform-stand-in.js";
