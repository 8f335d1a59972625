import type { WorkflowKind } from "../../workflow/durable.js";

export const applicationName = "fleetwright";

/** Whole rollouts: their workflows only start and wait. */
export const rolloutQueue = "fleetwright-rollouts";

/** Clusters: what runners share the work by. */
export const clusterQueue = "fleetwright-clusters";

/** First half of the keys of runners' locks; the second is the runner's number. */
export const runnerLockClass = 1_179_406_418;

export function workflowName(kind: WorkflowKind): string {
  return `fleetwright-${kind}`;
}
