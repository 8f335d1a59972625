import { z } from "zod";
import type { Durable } from "./durable.js";
import {
  type ClusterResult,
  clusterResultSchema,
  gateSchema,
  type StepResult,
  stepResultSchema,
} from "./results.js";
import type { RolloutWorld } from "./rollout-world.js";
import { failedChecks } from "./run-checks.js";
import type { StepInput } from "./step-workflow.js";

export const clusterInputSchema = z.object({
  wave: z.string(),
  cluster: z.string(),
  attempt: z.number(),
  /** Steps that an earlier attempt has done. */
  done: z.array(z.string()),
});

export type ClusterInput = z.infer<typeof clusterInputSchema>;

/** One cluster: its stages one after the other, in each as many steps at once as the wave allows. */
export async function clusterWorkflow(
  durable: Durable,
  world: RolloutWorld,
  input: ClusterInput,
): Promise<ClusterResult> {
  const { wave, cluster, attempt } = input;
  const planned = world.index.cluster(wave, cluster);
  const { maxConcurrentGroups } = world.index.wave(wave).settings;
  const done = new Set(input.done);
  await durable.step("begin", z.null(), async () => {
    world.emit({ type: "cluster-started", wave, cluster, attempt });
    return null;
  });
  const steps: StepResult[] = [];
  for (const [index, stage] of planned.stages.entries()) {
    const open = stage.steps.filter(({ step }) => !done.has(step.id));
    if (open.length === 0) continue;
    const results = await durable.children(
      "step",
      open.map(({ step }) => {
        const stepInput: StepInput = { wave, step: step.id, attempt };
        return { key: step.id.slice(cluster.length + 1), input: stepInput };
      }),
      maxConcurrentGroups,
      stepResultSchema,
    );
    steps.push(...results);
    if (results.some(({ outcome }) => outcome === "failed" || outcome === "not-started")) {
      return finish(durable, world, input, index, steps, []);
    }
  }
  const gate = await durable.step("checks", gateSchema, async () => ({
    diagnostics: await failedChecks(world, "cluster", {
      wave,
      cluster,
      region: planned.region,
      account: planned.account,
      nodeGroup: null,
      zone: null,
    }),
    at: world.actions.clock.now(),
  }));
  return finish(durable, world, input, planned.stages.length, steps, gate.diagnostics);
}

async function finish(
  durable: Durable,
  world: RolloutWorld,
  { wave, cluster, attempt }: ClusterInput,
  stage: number,
  steps: readonly StepResult[],
  diagnostics: ClusterResult["diagnostics"],
): Promise<ClusterResult> {
  return durable.step(`end/${stage}`, clusterResultSchema, async () => {
    const failed = diagnostics.length > 0 || steps.some((step) => step.outcome === "failed");
    const notStarted = steps.find((step) => step.outcome === "not-started");
    const outcome = failed ? "failed" : notStarted === undefined ? "done" : "stopped";
    if (diagnostics.length > 0) await world.failures.add(wave, attempt, `${cluster}/checks`);
    world.emit({ type: "cluster-finished", wave, cluster, outcome });
    return {
      cluster,
      attempt,
      outcome,
      reason: notStarted?.reason ?? null,
      steps: [...steps],
      diagnostics: [...diagnostics],
    };
  });
}
