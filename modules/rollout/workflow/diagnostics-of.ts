import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import { type RolloutWorld, RunnerLeaves } from "./rollout-world.js";
import { leaveWhenAsked } from "./waiting.js";

/** Problems of the machine that the runner is on. */
const runnersOwn: ReadonlySet<string> = new Set([
  "AWS_CREDENTIALS",
  "AWS_CREDENTIALS_EXPIRED",
  "AWS_CREDENTIALS_OTHER_ACCOUNT",
  "AWS_UNREACHABLE",
]);

/** What went wrong as AWS or the tool says it; rethrows where the runner merely leaves. */
export function diagnosticsOf(world: RolloutWorld, error: unknown): readonly Diagnostic[] {
  if (error instanceof RunnerLeaves) throw error;
  leaveWhenAsked(world);
  if (FleetwrightError.is(error)) {
    const [first] = error.diagnostics;
    // Not the group's fault: nothing is recorded, so that it is tried again once AWS can be reached.
    if (first !== undefined && runnersOwn.has(first.code)) throw new RunnerLeaves(first.summary);
    return error.diagnostics;
  }
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
