import { clusterInputSchema, clusterWorkflow } from "./cluster-workflow.js";
import type { Durable, WorkflowKind } from "./durable.js";
import { rolloutWorkflow } from "./rollout-workflow.js";
import type { RolloutWorld } from "./rollout-world.js";
import { stepInputSchema, stepWorkflow } from "./step-workflow.js";

/** The one way in which engines call workflows. The result is plain JSON. */
export async function runWorkflow(
  kind: WorkflowKind,
  durable: Durable,
  world: RolloutWorld,
  input: unknown,
): Promise<unknown> {
  switch (kind) {
    case "rollout":
      return rolloutWorkflow(durable, world);
    case "cluster":
      return clusterWorkflow(durable, world, clusterInputSchema.parse(input));
    case "step":
      return stepWorkflow(durable, world, stepInputSchema.parse(input));
  }
}

/** Recorded in every rollout: a runner of another version of this code refuses to go on with it. */
export const workflowVersion = 2;
