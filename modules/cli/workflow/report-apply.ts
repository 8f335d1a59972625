import type { ApplySummary, OpenOperation } from "../../apply/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import type { UiEvent } from "../events/ui-event.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";

/**
 * Says what an apply came to: the counts, what failed with AWS's words, what was not started, what is still open
 * in AWS, and how to go on.
 *
 * @param resumable whether a journal holds something to go on with
 */
export async function reportApply(
  summaries: readonly ApplySummary[],
  resumable: boolean,
  flags: { readonly json: boolean },
  environment: CliEnvironment,
): Promise<void> {
  const sum = (pick: (summary: ApplySummary) => number) =>
    summaries.reduce((total, each) => total + pick(each), 0);
  const [added, changed, destroyed] = [sum((s) => s.added), sum((s) => s.changed), sum((s) => s.destroyed)];
  const problems = summaries.flatMap(({ failed, diagnostics }) => [
    ...failed.flatMap((each) => each.diagnostics),
    ...diagnostics,
  ]);
  const failed = sum((summary) => summary.failed.length);
  const notStarted = sum((summary) => summary.notStarted.length);
  const interrupted = environment.signal.aborted;
  const outcome = interrupted ? "interrupted" : failed + notStarted === 0 ? "complete" : "incomplete";
  const unfinished = unfinishedEvent(summaries, interrupted, resumable);
  if (flags.json) {
    const write = jsonEventWriter(environment);
    for (const diagnostic of problems) write({ type: "diagnostic", diagnostic });
    const changes = { add: added, change: changed, remove: destroyed, import: 0 };
    write({ type: "change_summary", changes: { ...changes, operation: "apply" }, outcome });
    if (unfinished !== undefined) write(unfinished);
    return;
  }
  environment.stdout.write(
    `\nApply ${outcome}! Resources: ${added} added, ${changed} changed, ${destroyed} destroyed.\n`,
  );
  if (outcome !== "complete") {
    const where = summaries.some(({ stateSaved }) => !stateSaved) ? "journal" : "state";
    const counts = [...(failed === 0 ? [] : [`${failed} failed`]), `${notStarted} not started`].join(", ");
    const next = outcome === "interrupted" || unfinished !== undefined ? "" : "; deploy again for the rest";
    environment.stdout.write(`${counts}. What was done is in the ${where}${next}.\n`);
  }
  await showDiagnostics(problems, environment);
  if (unfinished === undefined) return;
  environment.stderr.write(
    ["", ...unfinished.open.map((each) => `  ${openText(each)}`), unfinished.message, ""].join("\n"),
  );
}

type UnfinishedEvent = Extract<UiEvent, { readonly type: "apply_unfinished" }>;

function unfinishedEvent(
  summaries: readonly ApplySummary[],
  interrupted: boolean,
  resumable: boolean,
): UnfinishedEvent | undefined {
  const open = summaries.flatMap((summary) => summary.open);
  const unsaved = summaries.some(({ stateSaved }) => !stateSaved);
  const type = "apply_unfinished";
  if (interrupted) {
    const message = resumable
      ? "Interrupted. What was done is in the state. Go on with: fleetwright deploy -resume"
      : "Interrupted before anything was begun. Deploy again when you are ready.";
    return { type, reason: "interrupted", resumable, open, message };
  }
  if (unsaved) {
    const message =
      "The state could not be written. Once it can be, put it right with: fleetwright deploy -resume";
    return { type, reason: "state_unsaved", resumable, open, message };
  }
  if (open.length === 0) return undefined;
  return open.every(({ reason }) => reason === "timed-out")
    ? {
        type,
        reason: "timed_out",
        resumable,
        open,
        message:
          "AWS is still at work there. Wait on with: fleetwright deploy -resume\nOr plan and deploy anew: an update that runs by then is followed, not started again.",
      }
    : {
        type,
        reason: "out_of_reach",
        resumable,
        open,
        message: "What became of it will be found out by: fleetwright deploy -resume",
      };
}

function openText({ address, call, id, reason, updateId }: OpenOperation): string {
  const what = updateId === undefined ? id : `update ${updateId}`;
  const named = what === undefined ? "" : ` (${what})`;
  switch (reason) {
    case "interrupted":
      return `${address}: ${call}${named} may go on in AWS`;
    case "timed-out":
      return `${address}: ${call}${named} goes on in AWS; the wait for it ran out`;
    case "out-of-reach":
      return `${address}: ${call}${named}: AWS could not be asked how it ended`;
  }
}
