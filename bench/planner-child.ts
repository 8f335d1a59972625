/**
 * One measurement for `planner.ts`, in a process of its own: plans all stacks of a folder from their Terraform
 * JSON and what is cached of their live objects, and keeps every plan, as a gate over the whole fleet needs it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfiguration } from "../modules/configuration/index.js";
import type { StackPlan } from "../modules/plan/index.js";
import { planStack } from "../modules/planner/index.js";
import type { ObjectValue } from "../modules/values/index.js";
import { answerFrom, type LiveCache, planInputOf } from "./live-cache.js";

export interface PlannerMeasurement {
  readonly resources: number;
  readonly changed: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
}

async function main(folder: string, stacks: readonly string[], nothingLives: boolean): Promise<void> {
  const start = performance.now();
  const processor = process.cpuUsage();
  const plans: StackPlan[] = [];
  for (const stack of stacks) plans.push(await plan(join(folder, stack), stack, nothingLives));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const changes = plans.flatMap(({ resource_changes }) => resource_changes ?? []);
  const measurement: PlannerMeasurement = {
    resources: changes.filter(({ mode }) => mode === "managed").length,
    changed: changes.filter(({ change }) => change.actions[0] !== "no-op").length,
    seconds,
    processorSeconds: (user + system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(JSON.stringify(measurement));
}

async function plan(directory: string, stack: string, nothingLives: boolean): Promise<StackPlan> {
  const configuration = await loadConfiguration(directory);
  const cached: LiveCache = JSON.parse(readFileSync(join(directory, "live.json"), "utf8"));
  const live = new Map(nothingLives ? cached.filter(([key]) => key.startsWith("data")) : cached);
  const reads = new Map<string, ObjectValue | null>();
  for (;;) {
    const answer = planStack(planInputOf(stack, configuration, reads));
    if (answer.kind === "planned") return answer.plan;
    for (const [key, object] of answerFrom(live, answer.reads)) reads.set(key, object);
  }
}

const [folder = "", stacks = "[]", nothingLives = "false"] = process.argv.slice(2);
void main(folder, JSON.parse(stacks), nothingLives === "true");
