import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { appliedBefore } from "../../apply/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import { type FleetPlan, type PlanFile, parsePlanFile } from "../../plan/index.js";
import {
  bindVerdict,
  configurationLocator,
  type GateContext,
  judge,
  planDigest,
  savedVerdict,
  verifyVerdict,
} from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { liveFactsForApply } from "../live-facts/live-facts-for-apply.js";
import { planProgress } from "../terminal/plan-progress.js";
import { fleetOfPlan } from "./fleet-of-plan.js";
import { requireFreshStacks } from "./fresh-stacks.js";
import { fleetPlanOf, gateContext, type MadePlan } from "./make-plan.js";
import type { OpenStack } from "./open-stack.js";
import { limitsOf, planRequestOfSource } from "./plan-request.js";
import { planStacks } from "./plan-stacks.js";
import { readInput } from "./read-input.js";
import type { StackDirectory } from "./synthesize.js";
import { journalDirectory } from "./unfinished.js";

/**
 * Opens a saved plan for an apply: plans once more with what the plan was made with, from what is live now,
 * and insists on the same changes. Throws `PLAN_STALE` with every difference that matters, `PLAN_STALE_APPLIED`
 * for a plan that was deployed before, `PLAN_STALE_VERDICT` where rules, parameters or waivers have changed since
 * it was judged. It is judged again whatever its verdict says, and what is live now is judged too where it differs.
 */
export async function openSavedPlan(
  path: string,
  flags: DeployFlags,
  environment: CliEnvironment,
  beforeState?: (stack: OpenStack) => Promise<void>,
): Promise<MadePlan> {
  if (flags.json) jsonEventWriter(environment)({ type: "version" });
  const file = parsePlanFile(await readInput(path, environment), path);
  const saved: FleetPlan = { stacks: file.stacks };
  const directories = stackDirectoriesOf(file, environment);

  const progress = await planProgress(environment, { json: flags.json });
  const request = planRequestOfSource(file.source, limitsOf(flags));
  const stacks = await planStacks(directories, request, environment, progress, beforeState).finally(() =>
    progress.close(),
  );
  const now = fleetPlanOf(stacks);
  await refuseReplay(saved, file, environment);
  requireFreshStacks(saved, stacks);

  const fleet = await fleetOfPlan(file, directories, environment);
  const gate = {
    ...gateContext(fleet, flags, environment),
    ...(fleet === null ? { locate: await configurationLocator(saved, environment.workingDirectory) } : {}),
    ...(request.refresh
      ? { live: await liveFactsForApply(stacks, request.workspace, environment, flags) }
      : {}),
  };
  const reasons = await verifyVerdict(saved, file.bound_verdict, gate);
  const judged = await judge(saved, gate);
  const differs = judged.allowed && planDigest(now) !== planDigest(saved);
  const current = differs ? await judge(now, gate) : judged;
  const verdict = current.allowed ? judged : current;
  if (verdict.allowed) await requireSameGate(file, gate);
  return {
    plan: saved,
    verdict,
    boundVerdict: reasons.length === 0 ? file.bound_verdict : bindVerdict(saved, verdict),
    gate,
    stacks,
    source: file.source,
  };
}

/**
 * The directories of a saved plan's stacks. Throws `PLAN_STALE` when one is gone, `PLAN_FILE_OTHER_STACK` for a
 * stack that goes by another name than its directory: waivers and parameters go by it.
 */
export function stackDirectoriesOf(file: PlanFile, environment: CliEnvironment): readonly StackDirectory[] {
  const directories = Object.entries(file.stacks).map(([name, plan]) => ({
    name,
    directory: resolve(environment.workingDirectory, plan.fleetwright.directory),
  }));
  const renamed = directories.find(({ directory, name }) => basename(directory) !== name);
  if (renamed !== undefined) throw otherStack(renamed);
  const gone = directories.find(({ directory }) => !existsSync(directory));
  if (gone !== undefined) throw directoryGone(gone.directory);
  return directories;
}

async function refuseReplay(saved: FleetPlan, file: PlanFile, environment: CliEnvironment): Promise<void> {
  const journals = journalDirectory(environment, file.source.workspace);
  for (const stack of Object.keys(saved.stacks)) {
    if (!(await appliedBefore(journals, stack, planDigest(saved)))) continue;
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "PLAN_STALE_APPLIED",
        summary: `This plan of ${stack} was deployed before`,
        detail: "A plan can be deployed once. Plan again.",
      },
    ]);
  }
}

/** Only another day lets a verdict be passed anew: waivers expire, and freezes begin. */
async function requireSameGate(file: PlanFile, gate: GateContext): Promise<void> {
  const { bound_verdict: bound } = file;
  const now = (await savedVerdict(bound))?.judgedAt ?? gate.now;
  const reasons = await verifyVerdict({ stacks: file.stacks }, bound, { ...gate, now });
  if (reasons.length === 0) return;
  const { profile } = file.source;
  const advice = `Plan again${profile === undefined ? "" : `, or give -profile ${profile} as the plan did`}.`;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_STALE_VERDICT",
      summary: "The plan's verdict does not stand any more",
      detail: [...reasons, advice].join("\n"),
    },
  ]);
}

function otherStack({ directory, name }: StackDirectory): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_FILE_OTHER_STACK",
      summary: `The plan calls a stack ${name} that is not called so`,
      detail: `Its directory is ${directory}. Parameters and waivers go by the name, so it is not the plan's to choose: plan again.`,
    },
  ]);
}

function directoryGone(directory: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_STALE",
      summary: "The configuration that the plan was made from is gone",
      detail: `${directory} does not exist. Deploy from the directory that the plan was made in, or plan again.`,
    },
  ]);
}
