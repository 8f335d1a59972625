import type { StackPlanExtras, TerraformPlan } from "../plan/index.js";

/** A plan of ours, or any plan that `terraform show -json` wrote. */
export type JudgedPlan = TerraformPlan & { readonly fleetwright?: StackPlanExtras };

/** The plans that are judged together, by stack name; a `FleetPlan` is one as it stands. */
export interface JudgedPlans {
  readonly stacks: { readonly [stack: string]: JudgedPlan };
}
