import type { WorkflowKind } from "../../workflow/durable.js";

export const applicationName = "fleetwright";

/** Whole rollouts: their workflows only start and wait. */
export const rolloutQueue = "fleetwright-rollouts";

/** Clusters: what runners share the work by. */
export const clusterQueue = "fleetwright-clusters";

export function workflowName(kind: WorkflowKind): string {
  return `fleetwright-${kind}`;
}
