import type { ResourceConfiguration } from "../../configuration/index.js";
import type { ObjectValue, Path } from "../../values/index.js";
import type { InstanceChange } from "../change/plan-instance.js";
import { type PlanWalk, problem } from "./plan-walk.js";

/** The end of an object. */
export function deletion(object: ObjectValue, sensitivePaths: readonly Path[]): InstanceChange {
  return {
    actions: ["delete"],
    reason: null,
    before: object,
    after: null,
    beforeSensitivePaths: sensitivePaths,
    afterSensitivePaths: [],
    replacePaths: [],
    config: null,
    ignored: [],
  };
}

/** `prevent_destroy` makes every deletion and replacement an error of the plan. */
export function refuseDestroy(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  address: string,
  change: Pick<InstanceChange, "actions">,
): void {
  const destroys = (change.actions as readonly string[]).includes("delete");
  if (!destroys || !resource.lifecycle.preventDestroy) return;
  walk.diagnostics.push(
    problem(
      "PLAN_PREVENT_DESTROY",
      "Instance cannot be destroyed",
      `Resource ${address} has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed. To avoid this error and continue with the plan, either disable lifecycle.prevent_destroy or reduce the scope of the plan using the -target option.`,
      { address, location: resource.location },
    ),
  );
}
