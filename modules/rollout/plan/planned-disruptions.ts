import type { ClusterFacts } from "./fleet-facts.js";
import type { PlannedDisruptions, PlannedWave } from "./rollout-plan.js";

/** Which of the planned steps disruption budgets would block as they are now: the first step of each group is enough. */
export function plannedDisruptions(
  waves: readonly PlannedWave[],
  clusters: readonly ClusterFacts[],
): PlannedDisruptions {
  const facts = new Map(clusters.map(({ name, disruptions }) => [name, disruptions]));
  const planned = waves.flatMap((wave) => wave.clusters);
  return {
    blocking: planned.flatMap(({ name, stages }) => {
      const known = facts.get(name);
      if (known?.seen !== true) return [];
      const first = new Map<string, string>();
      for (const { step } of stages.flatMap(({ steps }) => steps)) {
        const nodeGroup = step.kind === "node-group" || step.kind === "changes" ? step.nodeGroup : null;
        if (nodeGroup !== null && step.nodes > 0 && !first.has(nodeGroup)) first.set(nodeGroup, step.id);
      }
      return [...first].flatMap(([nodeGroup, step]) =>
        (known.blocking[nodeGroup] ?? []).map((budget) => ({ ...budget, step, cluster: name, nodeGroup })),
      );
    }),
    unseen: planned.flatMap(({ name }) => {
      const known = facts.get(name);
      return known?.seen === false ? [{ cluster: name, reason: known.reason }] : [];
    }),
  };
}
