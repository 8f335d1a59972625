/** The plan as a document: Terraform's plan JSON and what Fleetwright adds to it. */
export { formatPlanFile, type PlanFile, type PlanSource, parsePlanFile } from "./plan-file.js";
export type {
  FleetPlan,
  IgnoredChange,
  NodeEffect,
  PlannedOperation,
  StackPlan,
  StackPlanExtras,
} from "./stack-plan.js";
export type {
  ActionReason,
  Change,
  ChangeActions,
  JsonObject,
  JsonValue,
  ResourceChange,
  StateModule,
  StateResource,
  StateValues,
  TerraformPlan,
} from "./terraform-plan.js";
