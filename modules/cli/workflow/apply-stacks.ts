import pLimit from "p-limit";
import { type ApplyEvent, type ApplySummary, applyWithJournal, approve } from "../../apply/index.js";
import type { AwsWaiting } from "../../aws/index.js";
import { createApplyEvaluation } from "../../planner/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { MadePlan } from "./make-plan.js";
import { planFileText } from "./plan-file-text.js";
import type { PlannedStack } from "./plan-stacks.js";
import { journalDirectory } from "./unfinished.js";

export interface ApplyStacksRequest {
  /** Stacks and resources changed at once. */
  readonly parallelism: number;
  readonly onEvent: (event: ApplyEvent) => void;
  /** Told when AWS makes the work wait. */
  readonly onWaiting?: (waiting: AwsWaiting) => void;
  /** Aborted: nothing more is started. Default: the first interrupt. */
  readonly stopSignal?: AbortSignal;
}

export interface AppliedStacks {
  readonly summaries: readonly ApplySummary[];
  /** Why stacks could not be begun. */
  readonly refusals: readonly unknown[];
}

/**
 * Applies an allowed plan with the journals of the working directory, all stacks at once within the limit. Call
 * it with the locks of all stacks held. What is interrupted is opened again by `openUnfinishedApply`, which makes
 * the plan to call this with once more. Throws a FleetwrightError where the plan is not allowed: APPLY_DENIED,
 * VERDICT_INVALID.
 */
export async function applyStacks(
  made: MadePlan,
  request: ApplyStacksRequest,
  environment: CliEnvironment,
): Promise<AppliedStacks> {
  const approved = await approve(made.plan, made.boundVerdict, made.gate);
  const { onEvent, onWaiting, parallelism, stopSignal = environment.signal } = request;
  const journals = journalDirectory(environment, made.source.workspace);
  const planText = planFileText(made, environment);
  const applyOne = (stack: PlannedStack): Promise<ApplySummary> =>
    applyWithJournal({
      stack: stack.name,
      approved,
      evaluation: createApplyEvaluation(stack.input),
      registry: stack.input.registry,
      session: stack.session,
      backend: stack.backend,
      parallelism,
      stopSignal,
      ...(environment.hardSignal === undefined ? {} : { abortSignal: environment.hardSignal }),
      onEvent,
      journalDirectory: journals,
      planText,
    });
  const sessions = new Set(made.stacks.map(({ session }) => session));
  const watches = onWaiting === undefined ? [] : [...sessions].map((session) => session.watch(onWaiting));
  const limit = pLimit(parallelism);
  // Stacks whose turn had not come when the interrupt did are not begun.
  const unlessInterrupted = async (stack: PlannedStack) =>
    stopSignal.aborted ? [] : [await applyOne(stack)];
  const settled = await Promise.allSettled(made.stacks.map((stack) => limit(() => unlessInterrupted(stack))));
  for (const unwatch of watches) unwatch();
  return {
    summaries: settled.flatMap((result) => (result.status === "fulfilled" ? result.value : [])),
    refusals: settled.flatMap((result): unknown[] => (result.status === "rejected" ? [result.reason] : [])),
  };
}
