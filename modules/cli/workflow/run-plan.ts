import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fleetSummary, hasChanges, renderFleetPlan } from "../../report/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlanFlags } from "../commands/plan-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { planEvents } from "../events/plan-events.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { terminalOf } from "../terminal/terminal.js";
import { type MadePlan, makePlan } from "./make-plan.js";
import { planFileText } from "./plan-file-text.js";
import { planSchemas } from "./plan-schemas.js";
import { createStackLocks } from "./stack-locks.js";
import { warnOfUnfinished } from "./unfinished.js";
import { verdictText } from "./verdict-text.js";

/** `fleetwright plan`: plan, verdict, and the plan file when asked for. */
export async function runPlan(flags: PlanFlags, environment: CliEnvironment): Promise<ExitCode> {
  const locks = createStackLocks(flags, "OperationTypePlan", environment);
  const made = await makePlan(flags, environment, locks.take).finally(() => locks.release());
  if (flags.out !== undefined) await savePlan(made, flags.out, environment);
  await showPlan(made, flags, environment);
  await warnOfUnfinished(made.stacks, made.source.workspace, flags, environment);
  if (!flags.json && flags.out !== undefined) {
    environment.stdout.write(`\nSaved the plan to: ${flags.out}\n`);
  }
  if (!made.verdict.allowed) return EXIT.denied;
  const changes = Object.values(made.plan.stacks).some(hasChanges);
  return changes && flags.detailedExitcode ? EXIT.changes : EXIT.ok;
}

/** Shows a plan and its verdict, as text or as events. */
export async function showPlan(
  made: MadePlan,
  flags: { readonly json: boolean },
  environment: CliEnvironment,
): Promise<void> {
  if (flags.json) {
    const write = jsonEventWriter(environment);
    for (const event of planEvents(made.plan)) write(event);
    write({ type: "change_summary", changes: { ...fleetSummary(made.plan), operation: "plan" } });
    write({ type: "verdict", verdict: made.verdict });
    return;
  }
  const { color, columns } = terminalOf(environment.stdout, environment.env);
  environment.stdout.write(renderFleetPlan(made.plan, { schemas: await planSchemas(), color, columns }));
  const warnings = Object.values(made.plan.stacks).flatMap((stack) => stack.fleetwright.diagnostics);
  await showDiagnostics(warnings, environment);
  environment.stdout.write(await verdictText(made.plan, made.verdict));
}

async function savePlan(made: MadePlan, path: string, environment: CliEnvironment): Promise<void> {
  const text = planFileText(made, environment);
  // Plans hold sensitive values in the clear.
  await writeFile(resolve(environment.workingDirectory, path), text, { mode: 0o600 });
}
