import { FleetwrightError } from "../diagnostics/index.js";
import type { StackPlan } from "../plan/index.js";
import { planOutputs } from "./document/output-changes.js";
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
  const before = isRefreshedDestroy(input) ? beforeDestroy(input) : [];
  if (before.length > 0) return { kind: "reads-required", reads: before };
  const walk = walkConfiguration(input);
  if (walk.requests.length > 0) {
    refuseErrors(walk);
    return { kind: "reads-required", reads: walk.requests };
  }
  return { kind: "planned", plan: documentOf(walk) };
}

/** Whether Terraform plans the configuration as usual before it plans to destroy it: that refreshes the state. */
function isRefreshedDestroy({ options, state }: PlanStackInput): boolean {
  return options.mode === "destroy" && options.refresh && (state?.resources.length ?? 0) > 0;
}

/** What must still be read for the plan before the destroy plan; nothing else of it than its errors is used. */
function beforeDestroy(input: PlanStackInput): readonly ReadRequest[] {
  const walk = walkConfiguration(
    { ...input, options: { ...input.options, mode: "normal", replace: [] } },
    true,
  );
  refuseErrors(walk);
  return walk.requests;
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
  if (hasErrors(errors)) throw new FleetwrightError("user", errors);
}
