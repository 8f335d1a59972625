import type { PlannedOperation, StackPlanExtras } from "../../plan/index.js";
import { valuesEqual } from "../../values/index.js";
import type { PlannedInstance, PlanWalk } from "../walk/plan-walk.js";

/** Updates for which nothing will be called: nothing changes that AWS keeps, or it turns out unchanged. */
export function spuriousUpdates(
  walk: PlanWalk,
  operations: readonly PlannedOperation[],
): NonNullable<StackPlanExtras["spurious_updates"]> {
  const byAddress = new Map<string, PlannedOperation[]>();
  for (const operation of operations)
    byAddress.set(operation.address, [...(byAddress.get(operation.address) ?? []), operation]);
  return walk.planned.flatMap((instance) => {
    if (instance.mode === "data" || instance.change.actions[0] !== "update") return [];
    const own = byAddress.get(instance.address) ?? [];
    const reasons = own.flatMap(({ no_call_expected: reason }) => reason ?? []);
    if (reasons.length < own.length) return [];
    return [{ address: instance.address, reason: reasons[0] ?? nothingToCall(instance) }];
  });
}

function nothingToCall({ change }: PlannedInstance): string {
  const { before, after } = change;
  const names = Object.keys(after ?? {}).filter(
    (name) => !valuesEqual(before?.[name] ?? null, after?.[name] ?? null),
  );
  return names.length === 0
    ? "only what is sensitive changes, which AWS does not know"
    : `${names.join(", ")} is kept in the state and not in AWS, and matters with the next change only`;
}
