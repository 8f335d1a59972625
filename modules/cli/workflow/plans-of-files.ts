import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { loadFleet } from "../../fleet/index.js";
import { type PlanFile, parsePlanFile } from "../../plan/index.js";
import {
  configurationLocator,
  type FleetContext,
  fleetContext,
  type GateContext,
  type JudgedPlans,
  type LiveFacts,
  readLiveFacts,
  readPlanDocuments,
} from "../../policy/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { GateFlags } from "../commands/gate-command.js";
import { mergedLiveFacts } from "../live-facts/merged-live-facts.js";

/** Plans, and what of the gate's context comes with them. */
export interface PlansForGate {
  readonly plans: JudgedPlans;
  readonly context: Pick<GateContext, "fleet" | "locate" | "live" | "parameters">;
}

/**
 * Plans from files. A plan file of ours brings along the fleet that it was made from and what was live then, so
 * that the gate comes to the verdict that `plan` came to. A Terraform plan is found in the configuration that
 * lies beside it.
 */
export async function plansOfFiles(flags: GateFlags, environment: CliEnvironment): Promise<PlansForGate> {
  const { workingDirectory } = environment;
  const absolute = (path: string) => (path === "-" ? path : resolve(workingDirectory, path));
  const saved = flags.plan === undefined ? null : await savedPlan(absolute(flags.plan), flags.plan);
  const paths = [...(flags.plan === undefined || saved !== null ? [] : [flags.plan]), ...flags.terraformPlan];
  const origins = new Map<string, string>();
  const read = await readPlanDocuments(paths.map(absolute), {
    whole: flags.policy.length > 0,
    onPlan: (stack, path) => origins.set(stack, path),
  });
  const plans = { stacks: { ...read.stacks, ...saved?.stacks } };
  const fleet = saved === null || flags.fleet.length > 0 ? null : await fleetOfPlan(saved, environment);
  const live = await liveOf(flags, environment, read, saved);
  const profile = saved?.source.profile;
  return {
    plans,
    context: {
      ...(fleet === null ? {} : { fleet }),
      ...(live === null ? {} : { live }),
      ...(profile === undefined ? {} : { parameters: { profile } }),
      locate: await configurationLocator(plans, workingDirectory, besideThem(origins, workingDirectory)),
    },
  };
}

/** Null: no plan file of ours, but perhaps any other document with plans. */
async function savedPlan(path: string, shown: string): Promise<PlanFile | null> {
  if (path === "-" || !(await beginsAsPlanFile(path))) return null;
  return parsePlanFile(await readFile(path, "utf8"), shown);
}

/** By its beginning: a plan of Terraform's may be far too large to be read for that question. */
async function beginsAsPlanFile(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString("utf8", 0, bytesRead).includes('"format":"fleetwright-plan/');
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/** The fleet that a plan was made from: a verdict without its parameters and waivers would be another one. */
async function fleetOfPlan(
  file: PlanFile,
  { workingDirectory }: CliEnvironment,
): Promise<FleetContext | null> {
  const paths = file.source.fleet;
  if (paths.length === 0) return null;
  const gone = paths.filter((path) => !existsSync(path));
  if (gone.length > 0) throw fleetGone(gone);
  const { fleet } = await loadFleet(
    paths.map((path) => relative(workingDirectory, path)),
    { workingDirectory },
  );
  return fleetContext(fleet);
}

function fleetGone(paths: readonly string[]): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "GATE_FLEET_GONE",
      summary: "The fleet file that the plan was made from is not here",
      detail: `${paths.join(", ")} does not exist. Its parameters and waivers decide: name the fleet file with -fleet.`,
    },
  ]);
}

/** Terraform plans are written where their configuration is, or in the folder of the working directory's own. */
function besideThem(
  origins: ReadonlyMap<string, string>,
  workingDirectory: string,
): { readonly [stack: string]: string } {
  return Object.fromEntries(
    [...origins].map(([stack, path]) => [
      stack,
      path === "-" ? "." : relative(workingDirectory, dirname(path)) || ".",
    ]),
  );
}

async function liveOf(
  flags: GateFlags,
  environment: CliEnvironment,
  foreign: JudgedPlans,
  saved: PlanFile | null,
): Promise<LiveFacts | null> {
  const known: LiveFacts[] = [];
  if (saved?.live_facts !== undefined)
    known.push(await readLiveFacts(saved.live_facts, flags.plan ?? "The plan file"));
  if (flags.live) {
    // Most gates ask nothing, and need neither AWS nor the planner.
    const { createAwsSession } = await import("../../aws/index.js");
    const { liveFacts } = await import("../live-facts/live-facts.js");
    const { liveSubjectsOfFiles, liveSubjectsOfSaved } = await import("../live-facts/live-subjects.js");
    const session = createAwsSession();
    const ofSaved = saved === null ? [] : await liveSubjectsOfSaved(saved, session, environment);
    const subjects = [...ofSaved, ...liveSubjectsOfFiles(foreign, session, environment)];
    known.push(await liveFacts(subjects, flags));
  }
  return known.length === 0 ? null : mergedLiveFacts(known);
}
