import pLimit from "p-limit";
import { type ApplySummary, applyWithJournal, approve, unfinishedApplies } from "../../apply/index.js";
import type { Diagnostic } from "../../diagnostics/index.js";
import { createApplyEvaluation } from "../../planner/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { applyEvents } from "../events/apply-events.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { type ApplyView, createApplyView } from "../terminal/apply-view.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import type { MadePlan } from "./make-plan.js";
import { planFileText } from "./plan-file-text.js";
import type { PlannedStack } from "./plan-stacks.js";
import { journalDirectory } from "./unfinished.js";

/** Applies an allowed plan, all stacks at once within the limit, and says how it ended. */
export async function applyPlan(
  made: MadePlan,
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const approved = await approve(made.plan, made.boundVerdict, made.gate);
  const view = await viewOf(made, flags, environment);
  const limit = pLimit(flags.parallelism);
  const journals = journalDirectory(environment, made.source.workspace);
  const planText = planFileText(made, environment);
  const applyOne = async (stack: PlannedStack): Promise<ApplySummary> =>
    applyWithJournal({
      stack: stack.name,
      approved,
      evaluation: createApplyEvaluation(stack.input),
      registry: stack.input.registry,
      session: stack.session,
      backend: stack.backend,
      parallelism: flags.parallelism,
      stopSignal: environment.signal,
      ...(environment.hardSignal === undefined ? {} : { abortSignal: environment.hardSignal }),
      onEvent: (event) => view.event(event),
      journalDirectory: journals,
      planText,
    });
  // Stacks whose turn had not come when the interrupt did are not begun.
  const unlessInterrupted = async (stack: PlannedStack) =>
    environment.signal.aborted ? [] : [await applyOne(stack)];
  const endingNow = () => {
    environment.stderr.write("\nEnding now. What runs on in AWS is in the journal.\n");
  };
  environment.hardSignal?.addEventListener("abort", endingNow);
  const settled = await Promise.allSettled(made.stacks.map((stack) => limit(() => unlessInterrupted(stack))));
  environment.hardSignal?.removeEventListener("abort", endingNow);
  view.close();
  const summaries = settled.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  const broken = settled.find((result) => result.status === "rejected");
  await report(summaries, flags, environment);
  if (broken !== undefined) throw broken.reason;
  if (environment.signal.aborted) {
    await tellHowToGoOn(journals, flags, environment);
    return EXIT.interrupted;
  }
  return summaries.some(({ failed, notStarted }) => failed.length > 0 || notStarted.length > 0)
    ? EXIT.error
    : EXIT.ok;
}

async function tellHowToGoOn(
  journals: string,
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<void> {
  const unfinished = await unfinishedApplies(journals);
  const message =
    unfinished.length === 0
      ? "Interrupted before anything was begun. Deploy again when you are ready."
      : "Interrupted. What was done is in the state. Go on with: fleetwright deploy -resume";
  if (flags.json) jsonEventWriter(environment)({ type: "log", message });
  else environment.stderr.write(`\n${message}\n`);
}

async function viewOf(made: MadePlan, flags: DeployFlags, environment: CliEnvironment): Promise<ApplyView> {
  if (!flags.json) return createApplyView(environment, { showStack: made.stacks.length > 1 });
  const write = jsonEventWriter(environment);
  return {
    event: (event) => {
      for (const each of applyEvents(event)) write(each);
    },
    close: () => {},
  };
}

async function report(
  summaries: readonly ApplySummary[],
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<void> {
  const sum = (pick: (summary: ApplySummary) => number) =>
    summaries.reduce((total, each) => total + pick(each), 0);
  const [added, changed, destroyed] = [sum((s) => s.added), sum((s) => s.changed), sum((s) => s.destroyed)];
  const problems = summaries.flatMap(({ failed }) => failed.flatMap(({ diagnostics }) => diagnostics));
  const notStarted = sum((summary) => summary.notStarted.length);
  if (flags.json) {
    const write = jsonEventWriter(environment);
    for (const diagnostic of problems) write({ type: "diagnostic", diagnostic });
    write({
      type: "change_summary",
      changes: { add: added, change: changed, remove: destroyed, import: 0, operation: "apply" },
    });
    return;
  }
  const complete = problems.length === 0 && notStarted === 0;
  environment.stdout.write(
    `\nApply ${environment.signal.aborted ? "interrupted" : complete ? "complete" : "incomplete"}! Resources: ${added} added, ${changed} changed, ${destroyed} destroyed.\n`,
  );
  if (!complete) {
    environment.stdout.write(
      `${problems.length === 0 ? "" : `${count(summaries, "failed")} failed, `}${notStarted} not started. What was done is in the state${environment.signal.aborted ? "" : "; deploy again for the rest"}.\n`,
    );
  }
  await showDiagnostics(problems satisfies readonly Diagnostic[], environment);
}

function count(summaries: readonly ApplySummary[], what: "failed"): number {
  return summaries.reduce((total, summary) => total + summary[what].length, 0);
}
