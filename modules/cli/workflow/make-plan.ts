import { basename, resolve } from "node:path";
import { type Fleet, findSourceMap, type SourceMap } from "../../fleet/index.js";
import type { FleetPlan, PlanSource } from "../../plan/index.js";
import {
  bindVerdict,
  configurationLocator,
  fleetContext,
  type GateContext,
  judge,
  type Verdict,
} from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlanFlags } from "../commands/plan-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { liveFactsForApply } from "../live-facts/live-facts-for-apply.js";
import { planProgress } from "../terminal/plan-progress.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import type { OpenStack } from "./open-stack.js";
import { planRequestOf, planSourceOf } from "./plan-request.js";
import { type PlannedStack, planStacks } from "./plan-stacks.js";
import { type StackDirectory, synthesize } from "./synthesize.js";

/** A plan with everything that showing, saving or applying it needs. */
export interface MadePlan {
  readonly plan: FleetPlan;
  readonly verdict: Verdict;
  readonly boundVerdict: unknown;
  readonly gate: GateContext;
  readonly stacks: readonly PlannedStack[];
  readonly source: PlanSource;
}

/** Synthesizes the fleet or opens a folder of Terraform JSON, plans every stack, and has the plan judged. */
export async function makePlan(
  flags: PlanFlags,
  environment: CliEnvironment,
  beforeState?: (stack: OpenStack) => Promise<void>,
): Promise<MadePlan> {
  const request = planRequestOf(flags, environment);
  if (flags.json) jsonEventWriter(environment)({ type: "version" });
  const { directories, fleet, fleetPaths } = await stackDirectories(flags, environment);
  const progress = await planProgress(environment, { json: flags.json });
  const stacks = await planStacks(directories, request, environment, progress, beforeState).finally(() =>
    progress.close(),
  );
  const plan = fleetPlanOf(stacks);
  const gate = {
    ...gateContext(fleet, flags, environment),
    ...(request.refresh
      ? { live: await liveFactsForApply(stacks, request.workspace, environment, flags) }
      : {}),
    ...(fleet === null ? { locate: await configurationLocator(plan, environment.workingDirectory) } : {}),
  };
  const verdict = await judge(plan, gate);
  return {
    plan,
    verdict,
    boundVerdict: bindVerdict(plan, verdict),
    gate,
    stacks,
    source: {
      ...planSourceOf(request, fleetPaths),
      ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    },
  };
}

export function fleetPlanOf(stacks: readonly PlannedStack[]): FleetPlan {
  return { stacks: Object.fromEntries(stacks.map(({ name, plan }) => [name, plan])) };
}

export function gateContext(
  fleet: Fleet | SourceMap | null,
  flags: Pick<PlanFlags, "profile">,
  environment: CliEnvironment,
): GateContext {
  return {
    now: environment.now().toISOString(),
    ...(fleet === null ? {} : { fleet: fleetContext(fleet) }),
    ...(flags.profile === undefined ? {} : { parameters: { profile: flags.profile } }),
  };
}

async function stackDirectories(
  flags: PlanFlags,
  environment: CliEnvironment,
): Promise<{
  readonly directories: readonly StackDirectory[];
  readonly fleet: Fleet | SourceMap | null;
  readonly fleetPaths: readonly string[];
}> {
  if (flags.configuration !== undefined) {
    const directory = resolve(environment.workingDirectory, flags.configuration);
    const name = basename(directory);
    // What was synthesized from a fleet keeps the fleet's parameters and waivers, however it is named.
    const fleet = await findSourceMap(directory, name);
    return { directories: [{ name, directory }], fleet, fleetPaths: [] };
  }
  const { stacks, fleet, fleetPaths, warnings } = await synthesize(flags, environment);
  if (!flags.json) await showDiagnostics(warnings, environment);
  return { directories: stacks, fleet, fleetPaths };
}
