import { appliedBefore, requireContinuation, requireFresh, unfinishedApplies } from "../../apply/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import { type FleetPlan, type PlanFile, parsePlanFile } from "../../plan/index.js";
import { bindVerdict, judge, planDigest } from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { liveFactsForApply } from "../live-facts/live-facts-for-apply.js";
import { planProgress } from "../terminal/plan-progress.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { fleetOfPlan } from "./fleet-of-plan.js";
import { problemsOf } from "./fresh-stacks.js";
import { gateContext, type MadePlan } from "./make-plan.js";
import { stackDirectoriesOf } from "./open-saved-plan.js";
import { limitsOf, planRequestOfSource } from "./plan-request.js";
import { type PlannedStack, planStacks } from "./plan-stacks.js";
import type { StackLocks } from "./stack-locks.js";
import { journalDirectory } from "./unfinished.js";

/**
 * Opens the oldest apply that was interrupted or killed: the approved plan as its journal keeps it, and of its
 * stacks those that are to be gone on with. Null when there is none. What is left of a stack must be a part of
 * what was approved; throws `PLAN_STALE` otherwise. Stacks that were never begun are planned afresh, as for a
 * saved plan.
 */
export async function openUnfinishedApply(
  flags: Pick<DeployFlags, "json" | "parallelism" | "credentialsTimeout" | "profile" | "kubernetes">,
  locks: StackLocks,
  environment: CliEnvironment,
  /** Only the apply of this stack. */
  only?: string,
): Promise<MadePlan | null> {
  const journals = journalDirectory(environment, environment.env.TF_WORKSPACE ?? "default");
  const unfinished = (await unfinishedApplies(journals)).filter(
    ({ stack }) => only === undefined || stack === only,
  );
  // Those that came to their end can wait: their state is true.
  const [oldest] = [...unfinished].sort(
    (left, right) => Number(left.ended) - Number(right.ended) || left.startedAt - right.startedAt,
  );
  if (oldest === undefined) return null;
  if (flags.json) jsonEventWriter(environment)({ type: "version" });
  const file = parsePlanFile(oldest.planText, `the plan of ${oldest.stack} in ${journals}`);
  const saved: FleetPlan = { stacks: file.stacks };
  if (planDigest(saved) !== oldest.planDigest) throw otherPlan(oldest.stack, journals);

  const begun = unfinished
    .filter((apply) => apply.planDigest === oldest.planDigest)
    .map(({ stack }) => stack);
  const waiting: string[] = [];
  for (const stack of only === undefined ? Object.keys(saved.stacks) : []) {
    const over = begun.includes(stack) || (await appliedBefore(journals, stack, oldest.planDigest));
    if (!over) waiting.push(stack);
  }
  const plan = (names: readonly string[], refresh: boolean) =>
    planAgain(file, names, refresh, flags, locks, environment);
  const rest = await plan(begun, false);
  requireContinuations(saved, rest, journals);
  const stacks = [
    ...rest,
    ...(await stillFresh(saved, await plan(waiting, file.source.refresh), environment)),
  ];

  const gate = {
    ...gateContext(
      await fleetOfPlan(file, stackDirectoriesOf(file, environment), environment),
      { ...file.source, ...flags },
      environment,
    ),
    ...(file.source.refresh
      ? { live: await liveFactsForApply(stacks, file.source.workspace, environment, flags) }
      : {}),
  };
  const verdict = await judge(saved, gate);
  return {
    plan: saved,
    verdict,
    boundVerdict: bindVerdict(saved, verdict),
    gate,
    stacks,
    source: file.source,
  };
}

async function planAgain(
  file: PlanFile,
  names: readonly string[],
  refresh: boolean,
  flags: Pick<DeployFlags, "json" | "parallelism" | "credentialsTimeout">,
  locks: StackLocks,
  environment: CliEnvironment,
): Promise<readonly PlannedStack[]> {
  if (names.length === 0) return [];
  const directories = stackDirectoriesOf(file, environment).filter(({ name }) => names.includes(name));
  const request = { ...planRequestOfSource(file.source, limitsOf(flags)), refresh };
  const progress = await planProgress(environment, { json: flags.json });
  return planStacks(directories, request, environment, progress, locks.take).finally(() => progress.close());
}

function requireContinuations(saved: FleetPlan, rest: readonly PlannedStack[], journals: string): void {
  const problems = rest.flatMap(({ name, plan }) => {
    const approved = saved.stacks[name];
    if (approved === undefined) return [];
    return problemsOf(() => requireContinuation(approved, plan)).map((problem) => ({
      ...problem,
      detail: `${problem.detail ?? ""}\nThe configuration or the state was changed after the apply of ${name} was interrupted. Bring it back to go on. Or give the apply up with \`fleetwright deploy -abandon\`, which says what was under way, and plan anew. Its journal is in ${journals}.`,
    }));
  });
  if (problems.length > 0) throw new FleetwrightError("user", problems);
}

/** Stacks that the interrupted apply never came to are left alone once their plan is stale. */
async function stillFresh(
  saved: FleetPlan,
  planned: readonly PlannedStack[],
  environment: CliEnvironment,
): Promise<readonly PlannedStack[]> {
  const fresh: PlannedStack[] = [];
  for (const stack of planned) {
    const before = saved.stacks[stack.name];
    const problems = before === undefined ? [] : problemsOf(() => requireFresh(before, stack.plan));
    if (problems.length === 0) fresh.push(stack);
    else await showDiagnostics([notGoneOnWith(stack.name)], environment);
  }
  return fresh;
}

function notGoneOnWith(stack: string) {
  return {
    severity: "warning" as const,
    code: "RESUME_STACK_LEFT",
    summary: `${stack} was not begun, and its plan is stale by now`,
    detail: "It is left as it is. Plan and deploy it anew after this.",
  };
}

function otherPlan(stack: string, journals: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_FILE_ALTERED",
      summary: `The plan that is kept with the journal of ${stack} is not the one that was being applied`,
      detail: `It was changed by hand or is damaged. Put it back in ${journals}, or move the journal away, look at what is live, and plan anew.`,
    },
  ]);
}
