import { unfinishedApplies } from "../../apply/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { applyEvents } from "../events/apply-events.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { waitingEvent } from "../events/waiting-event.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { type ApplyView, createApplyView } from "../terminal/apply-view.js";
import { applyStacks } from "./apply-stacks.js";
import type { MadePlan } from "./make-plan.js";
import { reportApply } from "./report-apply.js";
import { journalDirectory } from "./unfinished.js";

/** Applies an allowed plan, all stacks at once within the limit, and says how it ended. */
export async function applyPlan(
  made: MadePlan,
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const view = await viewOf(made, flags, environment);
  const endingNow = () => {
    const message = "Ending now. What runs on in AWS is in the journal.";
    if (flags.json) jsonEventWriter(environment)({ type: "log", message });
    else environment.stderr.write(`\n${message}\n`);
  };
  environment.hardSignal?.addEventListener("abort", endingNow);
  const { refusals, summaries } = await applyStacks(
    made,
    {
      parallelism: flags.parallelism,
      onEvent: (event) => view.event(event),
      onWaiting: (waiting) => view.waiting(waiting),
    },
    environment,
  ).finally(() => {
    environment.hardSignal?.removeEventListener("abort", endingNow);
    view.close();
  });
  const unfinished = await unfinishedApplies(journalDirectory(environment, made.source.workspace));
  const resumable = unfinished.some(({ stack }) => Object.hasOwn(made.plan.stacks, stack));
  await reportApply(summaries, resumable, flags, environment);
  if (refusals.length > 0) throw refusals[0];
  if (environment.signal.aborted) return EXIT.interrupted;
  return summaries.some((s) => s.failed.length > 0 || s.notStarted.length > 0 || !s.stateSaved)
    ? EXIT.error
    : EXIT.ok;
}

async function viewOf(made: MadePlan, flags: DeployFlags, environment: CliEnvironment): Promise<ApplyView> {
  if (!flags.json) return createApplyView(environment, { showStack: made.stacks.length > 1 });
  const write = jsonEventWriter(environment);
  return {
    event: (event) => {
      for (const each of applyEvents(event)) write(each);
    },
    waiting: (waiting) => write(waitingEvent(waiting)),
    close: () => {},
  };
}
