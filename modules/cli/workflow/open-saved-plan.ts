import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { type Fleet, loadFleet } from "../../fleet/index.js";
import { type FleetPlan, type PlanFile, parsePlanFile } from "../../plan/index.js";
import { bindVerdict, judge, planDigest, verifyVerdict } from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { planProgress } from "../terminal/plan-progress.js";
import { fleetPlanOf, gateContext, type MadePlan } from "./make-plan.js";
import { planRequestOfSource } from "./plan-request.js";
import { planStacks } from "./plan-stacks.js";
import { readInput } from "./read-input.js";
import { stalePlan } from "./stale-plan.js";
import { subnetFacts } from "./subnet-facts.js";

/**
 * Opens a saved plan for an apply: plans once more with what the plan was made with, from what is live now,
 * and insists on the same result. Throws `PLAN_STALE` when anything that it rests on has changed since.
 * A verdict that no longer stands is passed anew.
 */
export async function openSavedPlan(
  path: string,
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<MadePlan> {
  if (flags.json) jsonEventWriter(environment)({ type: "version" });
  const file = parsePlanFile(await readInput(path, environment), path);
  const saved: FleetPlan = { stacks: file.stacks };
  const directories = Object.entries(file.stacks).map(([name, plan]) => ({
    name,
    directory: resolve(environment.workingDirectory, plan.fleetwright.directory),
  }));
  const gone = directories.find(({ directory }) => !existsSync(directory));
  if (gone !== undefined) throw directoryGone(gone.directory);

  const progress = await planProgress(environment, { json: flags.json });
  const request = planRequestOfSource(file.source, flags.parallelism);
  const stacks = await planStacks(directories, request, environment, progress).finally(() =>
    progress.close(),
  );
  const now = fleetPlanOf(stacks);
  if (planDigest(now) !== planDigest(saved)) throw stalePlan(saved, now, path);

  const gate = {
    ...gateContext(await fleetOf(file, environment), flags, environment),
    ...(request.refresh ? { live: { subnets: await subnetFacts(stacks) } } : {}),
  };
  const reasons = await verifyVerdict(saved, file.bound_verdict, gate);
  const verdict = await judge(saved, gate);
  return {
    plan: saved,
    verdict,
    boundVerdict: reasons.length === 0 ? file.bound_verdict : bindVerdict(saved, verdict),
    gate,
    stacks,
    source: file.source,
  };
}

async function fleetOf(file: PlanFile, environment: CliEnvironment): Promise<Fleet | null> {
  if (file.source.fleet.length === 0) return null;
  const { fleet } = await loadFleet(
    file.source.fleet.map((path) => relative(environment.workingDirectory, path)),
    {
      workingDirectory: environment.workingDirectory,
    },
  );
  return fleet;
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
