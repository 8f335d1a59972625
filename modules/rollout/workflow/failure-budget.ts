import type { PlannedWave } from "../plan/rollout-plan.js";

/** As soon as so many groups of the wave have failed, it stops. At least one must have. */
export function failureBudget(wave: PlannedWave): number {
  const { failureBudget: budget } = wave.settings;
  if ("groups" in budget) return budget.groups;
  return Math.max(1, Math.ceil(budget.share * wave.totals.groups));
}
