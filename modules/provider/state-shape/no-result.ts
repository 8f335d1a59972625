import { FleetwrightError } from "../../diagnostics/index.js";

/** What the provider answers when a data source finds nothing, e.g. `reading SSM Parameter (x): couldn't find resource`. */
export function noResult(problem: string, operation: string, advice: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "DATA_SOURCE_EMPTY",
      summary: problem,
      detail: advice,
      aws: { operation },
    },
  ]);
}
