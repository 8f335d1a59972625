import type { TerraformPlan } from "../../plan/index.js";
import { type PlanAction, planActionOf } from "./plan-action.js";
import { isMoved } from "./resource-change-text.js";

/** The counts of the summary line, as Terraform counts: a replacement is one to add and one to destroy. */
export interface PlanSummary {
  readonly import: number;
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export function planSummary(plan: TerraformPlan): PlanSummary {
  const counts = actionCounts(plan);
  const count = (...actions: readonly PlanAction[]) =>
    actions.reduce((sum, action) => sum + (counts.get(action) ?? 0), 0);
  return {
    import: shownChanges(plan).filter(({ change }) => change.importing !== undefined).length,
    add: count("create", "delete-create", "create-delete", "create-forget"),
    change: count("update"),
    remove: count("delete", "delete-create", "create-delete"),
  };
}

/** The summary line that machines parse, without a line end. */
export function planSummaryLine(summary: PlanSummary): string {
  const imports = summary.import > 0 ? `${summary.import} to import, ` : "";
  return `Plan: ${imports}${summary.add} to add, ${summary.change} to change, ${summary.remove} to destroy.`;
}

export function actionCounts(plan: TerraformPlan): ReadonlyMap<PlanAction, number> {
  const counts = new Map<PlanAction, number>();
  for (const { change } of shownChanges(plan)) {
    const action = planActionOf(change.actions);
    if (action !== "no-op") counts.set(action, (counts.get(action) ?? 0) + 1);
  }
  return counts;
}

/** The resource changes that a plan's text shows. */
export function shownChanges(plan: TerraformPlan): NonNullable<TerraformPlan["resource_changes"]> {
  return (plan.resource_changes ?? []).filter((change) => {
    const action = planActionOf(change.change.actions);
    if (action === "no-op") return isMoved(change) || change.change.importing !== undefined;
    return action !== "delete" || change.mode === "managed";
  });
}
