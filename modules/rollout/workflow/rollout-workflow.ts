import { z } from "zod";
import type { Durable } from "./durable.js";
import { type ClusterResult, type RolloutResult, rolloutResultSchema } from "./results.js";
import type { RolloutWorld } from "./rollout-world.js";
import { runWave } from "./wave.js";

/**
 * A whole rollout: wave after wave. Returns when all waves are through or the rollout was aborted; a stopped wave
 * waits for somebody to say `resume`.
 */
export async function rolloutWorkflow(durable: Durable, world: RolloutWorld): Promise<RolloutResult> {
  await durable.step("begin", z.null(), async () => {
    world.emit({ type: "rollout-started" });
    return null;
  });
  const clusters: ClusterResult[] = [];
  let aborted = false;
  for (const wave of world.index.plan.waves) {
    if (wave.clusters.length === 0) continue;
    const outcome = await runWave(durable, world, wave);
    clusters.push(...outcome.clusters);
    aborted = outcome.aborted;
    if (aborted) break;
  }
  return durable.step("end", rolloutResultSchema, async () => {
    const failed = clusters.some(({ outcome }) => outcome !== "done");
    const outcome = aborted ? "aborted" : failed ? "completed-with-failures" : "completed";
    world.emit({ type: "rollout-finished", outcome });
    return { outcome, finishedAt: world.actions.clock.now(), clusters };
  });
}
