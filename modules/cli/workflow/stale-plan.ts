import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { FleetPlan, StackPlan } from "../../plan/index.js";

/** The error for a saved plan that planning once more does not confirm: it names what changed. */
export function stalePlan(saved: FleetPlan, now: FleetPlan, path: string): FleetwrightError {
  const changed = Object.entries(saved.stacks).flatMap(([stack, plan]) => {
    const current = now.stacks[stack];
    return current === undefined ? [] : changedObjects(stack, plan, current);
  });
  const diagnostics: readonly Diagnostic[] = changed.length > 0 ? changed : [otherwiseChanged(path)];
  return new FleetwrightError("user", diagnostics);
}

function changedObjects(stack: string, saved: StackPlan, now: StackPlan): readonly Diagnostic[] {
  const before = saved.fleetwright.fingerprints;
  const after = now.fleetwright.fingerprints;
  const addresses = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return addresses
    .filter((address) => before[address] !== after[address])
    .map((address) => ({
      severity: "error",
      code: "PLAN_STALE",
      summary: "What is live has changed since the plan was made",
      detail: `${whatHappened(before[address], after[address])} Plan again, and look at what is different now.`,
      address: `${stack}: ${address}`,
    }));
}

function whatHappened(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return "It was not there when the plan was made.";
  return after === undefined ? "It is no longer there." : "It is no longer what it was.";
}

function otherwiseChanged(path: string): Diagnostic {
  return {
    severity: "error",
    code: "PLAN_STALE",
    summary: "The plan is no longer what planning comes to",
    detail: `The configuration, the state or the variables have changed since ${path} was written, or it was applied already. Plan again.`,
  };
}
