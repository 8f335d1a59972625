import { FleetwrightError } from "../../diagnostics/index.js";
import type { FleetPlan, StackPlan } from "../../plan/index.js";

/** Objects that are named; a fleet may have hundreds. */
const SHOWN = 10;

/** The error for a saved plan that planning once more does not confirm: it names what changed. */
export function stalePlan(saved: FleetPlan, now: FleetPlan, path: string): FleetwrightError {
  const changed = Object.entries(saved.stacks).flatMap(([stack, plan]) => {
    const current = now.stacks[stack];
    return current === undefined ? [] : changedObjects(stack, plan, current);
  });
  const more = changed.length > SHOWN ? [`… and ${changed.length - SHOWN} more`] : [];
  const detail =
    changed.length > 0
      ? [...changed.slice(0, SHOWN), ...more, "", "Plan again, and look at what is different now."].join("\n")
      : `The configuration, the state or the variables have changed since ${path} was written, or it was applied already. Plan again.`;
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_STALE",
      summary:
        changed.length > 0
          ? "What is live has changed since the plan was made"
          : "The plan is no longer what planning comes to",
      detail,
    },
  ]);
}

function changedObjects(stack: string, saved: StackPlan, now: StackPlan): readonly string[] {
  const before = saved.fleetwright.fingerprints;
  const after = now.fleetwright.fingerprints;
  const addresses = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return addresses
    .filter((address) => before[address] !== after[address])
    .map((address) => `${stack}: ${address} ${whatHappened(before[address], after[address])}`);
}

function whatHappened(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return "was not there when the plan was made";
  return after === undefined ? "is no longer there" : "is no longer what it was";
}
