import { FleetwrightError } from "../diagnostics/index.js";
import type { StackPlan } from "../plan/index.js";
import { planOutputs } from "./document/output-changes.js";
import { refreshedOutputs } from "./document/refreshed-outputs.js";
import { stackPlanDocument } from "./document/stack-plan-document.js";
import type { PlanStackInput, ReadRequest } from "./plan-stack-input.js";
import { checkOutputs } from "./walk/check-outputs.js";
import { hasErrors, type PlanWalk } from "./walk/plan-walk.js";
import { walkConfiguration } from "./walk/walk-configuration.js";

export type PlanStackResult =
  | { readonly kind: "reads-required"; readonly reads: readonly ReadRequest[] }
  | { readonly kind: "planned"; readonly plan: StackPlan };

/**
 * Plans one stack: what Terraform would plan for this configuration, state and live objects, and what will be
 * called for it. Pure: where something must be read first, it says what, and is to be called again with it.
 *
 * Throws a FleetwrightError (source `user`) with every problem of the configuration and the plan.
 */
export function planStack(input: PlanStackInput): PlanStackResult {
  const walk = walkStack(input);
  if (walk.requests.length > 0) {
    refuseErrors(walk);
    return { kind: "reads-required", reads: walk.requests };
  }
  return { kind: "planned", plan: documentOf(walk) };
}

/**
 * The walk of a stack. Before everything is destroyed, Terraform plans the configuration as usual: that
 * refreshes the state and its outputs, finds the configuration's mistakes, and is otherwise thrown away.
 */
export function walkStack(input: PlanStackInput): PlanWalk {
  const { options, state } = input;
  if (options.mode !== "destroy" || !options.refresh || state === null || state.resources.length === 0)
    return walkConfiguration(input);
  const before = walkConfiguration(
    { ...input, options: { ...options, mode: "normal", replace: [] } },
    { isBefore: true, before: null },
  );
  if (before.requests.length > 0) return before;
  const outputs = refreshedOutputs(before, planOutputs(before));
  refuseErrors(before);
  const walk = walkConfiguration(
    { ...input, state: { ...state, outputs: Object.fromEntries(outputs) } },
    { isBefore: false, before },
  );
  walk.refreshed.splice(
    0,
    walk.refreshed.length,
    ...before.refreshed.filter(({ address }) => !before.imports.has(address)),
  );
  return walk;
}

/** The document of a walk to whose end everything was known. */
export function documentOf(walk: PlanWalk): StackPlan {
  const outputs = planOutputs(walk);
  checkOutputs(walk);
  refuseErrors(walk);
  return stackPlanDocument(walk, outputs);
}

function refuseErrors(walk: PlanWalk): void {
  const errors = walk.diagnostics.filter(({ severity }) => severity === "error");
  if (hasErrors(errors)) throw new FleetwrightError("user", walk.diagnostics);
}
