import { requireFresh } from "../../apply/index.js";
import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { FleetPlan } from "../../plan/index.js";
import type { PlannedStack } from "./plan-stacks.js";

/** Throws `PLAN_STALE` with every difference between saved plans and those that were made just now. */
export function requireFreshStacks(saved: FleetPlan, now: readonly PlannedStack[]): void {
  const problems = now.flatMap(({ name, plan }) => {
    const before = saved.stacks[name];
    return before === undefined
      ? []
      : named(
          problemsOf(() => requireFresh(before, plan)),
          name,
          now.length > 1,
        );
  });
  if (problems.length > 0) throw new FleetwrightError("user", problems);
}

/** The diagnostics that a check throws, none when it is content. */
export function problemsOf(check: () => void): readonly Diagnostic[] {
  try {
    check();
    return [];
  } catch (error) {
    if (FleetwrightError.is(error)) return error.diagnostics;
    throw error;
  }
}

function named(problems: readonly Diagnostic[], stack: string, many: boolean): readonly Diagnostic[] {
  if (!many) return problems;
  return problems.map((problem) => ({
    ...problem,
    address: problem.address === undefined ? `stack ${stack}` : `${stack}: ${problem.address}`,
  }));
}
