import { FleetwrightError } from "../../diagnostics/index.js";
import { hasChanges } from "../../report/index.js";
import type { AppliedStep, ApplyStepRequest } from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { applyStacks } from "../workflow/apply-stacks.js";
import type { MadePlan } from "../workflow/make-plan.js";
import type { OpenStack } from "../workflow/open-stack.js";
import { openUnfinishedApply } from "../workflow/open-unfinished-apply.js";
import { createStackLocks } from "../workflow/stack-locks.js";
import { refuseUnfinished } from "../workflow/unfinished.js";
import type { ChangesStepOf } from "./rollout-actions.js";

const LIMITS = { json: false, parallelism: 10, credentialsTimeout: 3600 };

/**
 * Carries out a step of planned changes under the state's lock and with the journal of a deploy: what an earlier
 * run of this step began is gone on with first, then whatever is left is planned, judged and applied. Throws a
 * FleetwrightError with AWS's words when it fails, JOURNAL_UNFINISHED when somebody's deploy of the stack was
 * interrupted, INTERRUPTED when the rollout is.
 *
 * @param planLeft plans and judges what is left of the step; told of the stack before its state is read
 */
export async function applyChangesStep(
  step: ChangesStepOf,
  request: ApplyStepRequest,
  outer: CliEnvironment,
  planLeft: (
    environment: CliEnvironment,
    beforeState: (stack: OpenStack) => Promise<void>,
  ) => Promise<MadePlan>,
): Promise<AppliedStep> {
  const environment = { ...outer, signal: request.signal };
  const underLock = <Result>(
    run: (locks: ReturnType<typeof createStackLocks>) => Promise<Result>,
  ): Promise<Result> => {
    const flags = { json: false, lock: true, lockTimeout: "1h" };
    const locks = createStackLocks(flags, "OperationTypeApply", environment);
    return run(locks).finally(() => locks.release());
  };
  const begun = await underLock(async (locks) => {
    const made = await openUnfinishedApply(LIMITS, locks, environment, step.stack);
    if (made === null) return null;
    const isOfStep = JSON.stringify(made.source.targets) === JSON.stringify(step.addresses);
    if (isOfStep) return applyMade(made, request, environment);
    for (const stack of made.stacks) await refuseUnfinished(stack, made.source.workspace, environment);
    return null;
  });
  const left = await underLock(async (locks) => {
    const made = await planLeft(environment, locks.take);
    return Object.values(made.plan.stacks).some(hasChanges) ? applyMade(made, request, environment) : null;
  });
  return {
    updateIds: [...(begun?.updateIds ?? []), ...(left?.updateIds ?? [])],
    attached: begun !== null || left === null || left.attached,
  };
}

async function applyMade(
  made: MadePlan,
  request: ApplyStepRequest,
  environment: CliEnvironment,
): Promise<AppliedStep> {
  const updateIds: string[] = [];
  let attached = false;
  const { refusals, summaries } = await applyStacks(
    made,
    {
      parallelism: LIMITS.parallelism,
      stopSignal: request.signal,
      onEvent: (event) => {
        if (event.type === "operation-sent" && event.updateId !== null) {
          updateIds.push(event.updateId);
          attached ||= event.attached;
        }
        if (event.type !== "operation-progress") return;
        const updateId = updateIds.at(-1) ?? null;
        request.onProgress({ updateId, phase: event.phase ?? event.message, nodes: event.nodes });
      },
      onWaiting: ({ message }) => environment.stderr.write(`${message}\n`),
    },
    environment,
  );
  if (refusals.length > 0) throw refusals[0];
  const problems = summaries.flatMap(({ diagnostics, failed }) => [
    ...failed.flatMap((each) => each.diagnostics),
    ...diagnostics,
  ]);
  if (problems.length > 0) throw new FleetwrightError("aws", problems);
  if (summaries.length === 0 || summaries.some(({ notStarted }) => notStarted.length > 0))
    throw interrupted();
  return { updateIds, attached };
}

function interrupted(): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "INTERRUPTED",
      summary: "Interrupted; what was done is in the state, and the rest is gone on with when the rollout is",
    },
  ]);
}
