import { FleetwrightError } from "../diagnostics/index.js";
import type { TerraformState } from "./terraform-state.js";

/**
 * Refuses to write a state over one that it does not come from: another lineage, or a serial that is already
 * taken. Throws a FleetwrightError (STATE_CONFLICT).
 */
export function refuseConflict(stored: TerraformState | null, next: TerraformState, where: string): void {
  if (stored === null) return;
  const reason =
    stored.lineage !== next.lineage
      ? `its lineage is ${stored.lineage}, not ${next.lineage}`
      : stored.serial >= next.serial
        ? `its serial is already ${stored.serial}, and this run would write ${next.serial}`
        : undefined;
  if (reason === undefined) return;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "STATE_CONFLICT",
      summary: `The state ${where} was changed by someone else`,
      detail: `What is stored is not what this run started from: ${reason}. Plan again.`,
    },
  ]);
}
