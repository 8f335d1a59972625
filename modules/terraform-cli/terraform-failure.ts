import { FleetwrightError } from "../diagnostics/index.js";

/** Why nothing was applied, although no policy denied it. */
export function terraformFailure(code: string, summary: string, detail: string): FleetwrightError {
  return new FleetwrightError("user", [{ severity: "error", code, summary, detail }]);
}
