import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import { type RolloutWorld, RunnerLeaves } from "./rollout-world.js";
import { leaveWhenAsked } from "./waiting.js";

/** What went wrong as AWS or the tool says it; rethrows where the runner merely leaves. */
export function diagnosticsOf(world: RolloutWorld, error: unknown): readonly Diagnostic[] {
  if (error instanceof RunnerLeaves) throw error;
  leaveWhenAsked(world);
  if (FleetwrightError.is(error)) return error.diagnostics;
  return [
    {
      severity: "error",
      code: "ROLLOUT_STEP_ERROR",
      summary: error instanceof Error ? error.message : String(error),
      detail:
        "This was not expected. What had begun is left as it is; after a look at it, `rollout resume` goes on.",
    },
  ];
}
