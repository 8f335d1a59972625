import { z } from "zod";
import type { PlannedWave } from "../plan/rollout-plan.js";
import type { ClusterInput } from "./cluster-workflow.js";
import type { Durable } from "./durable.js";
import { failureBudget } from "./failure-budget.js";
import { type ClusterResult, clusterResultSchema } from "./results.js";
import type { RolloutWorld } from "./rollout-world.js";
import { soak } from "./soak.js";
import { awaitApproval, awaitResume } from "./waiting.js";

export interface WaveOutcome {
  readonly aborted: boolean;
  /** Each cluster's last attempt, with the steps of all. */
  readonly clusters: readonly ClusterResult[];
}

/** One wave: approval, clusters (again and again until the budget is kept), soak and the wave's checks. */
export async function runWave(
  durable: Durable,
  world: RolloutWorld,
  wave: PlannedWave,
): Promise<WaveOutcome> {
  if (wave.settings.approval === "before") {
    const approved = await durable.step(`${wave.name}/approval`, z.boolean(), () =>
      awaitApproval(world, wave.name),
    );
    if (!approved) return { aborted: true, clusters: [] };
  }
  const results = new Map<string, ClusterResult>();
  for (let attempt = 1; ; attempt++) {
    const remaining = wave.clusters.filter(({ name }) => results.get(name)?.outcome !== "done");
    await durable.step(`${wave.name}/${attempt}/begin`, z.null(), async () => {
      world.emit({ type: "wave-started", wave: wave.name, attempt });
      return null;
    });
    const outcomes = await durable.children(
      "cluster",
      remaining.map(({ name }) => ({
        key: `${wave.name}/${attempt}/${name}`,
        input: clusterInput(wave, name, attempt, results.get(name)),
      })),
      wave.settings.maxConcurrentClusters,
      clusterResultSchema,
    );
    for (const outcome of outcomes)
      results.set(outcome.cluster, merged(results.get(outcome.cluster), outcome));
    if (outcomes.some(({ reason }) => reason === "aborted")) return ended(true, wave, results);
    const stopped = stopReason(wave, outcomes);
    if (stopped === null) break;
    const goesOn = await awaitResume(
      durable,
      world,
      { wave: wave.name, key: wave.name, attempt },
      stopped,
      outcomes,
    );
    if (!goesOn) return ended(true, wave, results);
  }
  const healthy = await soak(durable, world, wave, [...results.values()]);
  return ended(!healthy, wave, results);
}

function clusterInput(
  wave: PlannedWave,
  cluster: string,
  attempt: number,
  before: ClusterResult | undefined,
): ClusterInput {
  const done = (before?.steps ?? [])
    .filter(({ outcome }) => outcome === "done" || outcome === "skipped")
    .map(({ step }) => step);
  return { wave: wave.name, cluster, attempt, done };
}

/** Null: the wave may go on, though perhaps not without failures. */
function stopReason(wave: PlannedWave, outcomes: readonly ClusterResult[]): string | null {
  const failed =
    outcomes.flatMap(({ steps }) => steps).filter(({ outcome }) => outcome === "failed").length +
    outcomes.filter(({ diagnostics }) => diagnostics.length > 0).length;
  const budget = failureBudget(wave);
  if (failed >= budget) return `${failed} of at most ${budget - 1} failed`;
  const stopped = outcomes.find(({ outcome }) => outcome === "stopped");
  if (stopped === undefined) return null;
  return stopped.reason === "window" ? "no window opens within a year" : (stopped.reason ?? "stopped");
}

function merged(before: ClusterResult | undefined, now: ClusterResult): ClusterResult {
  return before === undefined ? now : { ...now, steps: [...before.steps, ...now.steps] };
}

function ended(
  aborted: boolean,
  wave: PlannedWave,
  results: ReadonlyMap<string, ClusterResult>,
): WaveOutcome {
  return {
    aborted,
    clusters: wave.clusters.flatMap(({ name }) => {
      const result = results.get(name);
      return result === undefined ? [] : [result];
    }),
  };
}
