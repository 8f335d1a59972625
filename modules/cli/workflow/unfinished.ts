import { join } from "node:path";
import { isOfState, type UnfinishedApply, unfinishedApplies } from "../../apply/index.js";
import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import type { OpenStack } from "./open-stack.js";

/** Where the journals of a workspace are kept: in the directory that deploy runs in, beside the state. */
export function journalDirectory(environment: CliEnvironment, workspace: string): string {
  return join(environment.workingDirectory, ".fleetwright", "journal", encodeURIComponent(workspace));
}

/**
 * Throws `JOURNAL_UNFINISHED` when an apply of this stack was interrupted or killed and not resumed. One that came
 * to its end while AWS was still at work holds nothing back: the next apply follows what is still running.
 */
export async function refuseUnfinished(
  stack: OpenStack,
  workspace: string,
  environment: CliEnvironment,
): Promise<void> {
  const directory = journalDirectory(environment, workspace);
  const found = (await unfinishedApplies(directory)).find(
    (apply) => !apply.ended && isOfState(apply, directory, stack),
  );
  if (found !== undefined) throw new FleetwrightError("user", [diagnosticOf(found, directory, "error")]);
}

/** Tells of unfinished applies of these stacks, as warnings. */
export async function warnOfUnfinished(
  stacks: readonly OpenStack[],
  workspace: string,
  flags: { readonly json: boolean },
  environment: CliEnvironment,
): Promise<void> {
  const directory = journalDirectory(environment, workspace);
  const found = (await unfinishedApplies(directory)).filter(
    (apply) => !apply.ended && stacks.some((stack) => isOfState(apply, directory, stack)),
  );
  const warnings = found.map((apply) => diagnosticOf(apply, directory, "warning"));
  if (!flags.json) return showDiagnostics(warnings, environment);
  const write = jsonEventWriter(environment);
  for (const diagnostic of warnings) write({ type: "diagnostic", diagnostic });
}

function diagnosticOf(
  { stack, startedAt }: UnfinishedApply,
  directory: string,
  severity: Diagnostic["severity"],
): Diagnostic {
  return {
    severity,
    code: "JOURNAL_UNFINISHED",
    summary: `An apply of ${stack} that began on ${new Date(startedAt).toISOString()} is not finished`,
    detail: `Unless it is still running, go on with it: fleetwright deploy -resume. Or give it up: fleetwright deploy -abandon. Only then can another plan be deployed. Its journal is in ${directory}.`,
  };
}
