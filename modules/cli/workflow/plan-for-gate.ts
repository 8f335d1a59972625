import { basename, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { readSourceMap } from "../../fleet/index.js";
import { configurationLocator, fleetContext } from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { GateFlags } from "../commands/gate-command.js";
import { liveFacts } from "../live-facts/live-facts.js";
import { liveSubjectsOf } from "../live-facts/live-subjects.js";
import { planProgress } from "../terminal/plan-progress.js";
import { cdktfOutStacks } from "./cdktf-out-stacks.js";
import { fleetPlanOf } from "./make-plan.js";
import { planRequestOf } from "./plan-request.js";
import { planStacks } from "./plan-stacks.js";
import type { PlansForGate } from "./plans-of-files.js";
import type { StackDirectory } from "./synthesize.js";

/**
 * Plans what was already synthesized, as `plan` does, so that the gate can judge it: every stack of a
 * `cdktf.out`, or one folder of Terraform JSON. A `cdktf.out` of ours leads findings to lines of the fleet
 * file; all others to lines of the Terraform JSON.
 */
export async function planForGate(flags: GateFlags, environment: CliEnvironment): Promise<PlansForGate> {
  const directories = await directoriesOf(flags, environment);
  if (flags.state !== undefined && directories.length > 1) throw oneStateForMany(directories.length);
  const request = planRequestOf(
    { ...flags, destroy: false, refreshOnly: false, target: [], replace: [] },
    environment,
  );
  const progress = await planProgress(environment, { json: false });
  const stacks = await planStacks(directories, request, environment, progress).finally(() =>
    progress.close(),
  );
  const plans = fleetPlanOf(stacks);
  const map =
    flags.cdktfOut === undefined
      ? null
      : await readSourceMap(resolve(environment.workingDirectory, flags.cdktfOut));
  const context =
    map === null
      ? { locate: await configurationLocator(plans, environment.workingDirectory) }
      : { fleet: fleetContext(map) };
  const live = flags.refresh ? { live: await liveFacts(liveSubjectsOf(stacks), flags) } : {};
  return { plans, context: { ...context, ...live } };
}

async function directoriesOf(
  { cdktfOut, configuration }: GateFlags,
  environment: CliEnvironment,
): Promise<readonly StackDirectory[]> {
  const ofOut = cdktfOut === undefined ? [] : await cdktfOutStacks(cdktfOut, environment);
  if (configuration === undefined) return ofOut;
  const directory = resolve(environment.workingDirectory, configuration);
  return [...ofOut, { name: basename(directory), directory }];
}

function oneStateForMany(count: number): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "GATE_ONE_STATE",
      summary: `One state file cannot be that of ${count} stacks`,
      detail:
        "Leave out -state, so that each stack's own backend is read, or name one stack's folder with -configuration.",
    },
  ]);
}
