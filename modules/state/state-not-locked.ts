import { FleetwrightError } from "../diagnostics/index.js";
import type { LockInfo } from "./lock-info.js";

/** The error of a force-unlock with the wrong id, or without any lock. */
export function stateNotLocked(where: string, holder: LockInfo | null, id: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "STATE_NOT_LOCKED",
      summary:
        holder === null
          ? `${where} is not locked`
          : `The lock of ${where} has the id ${holder.ID}, not ${id}`,
      detail: "Give the id that the lock message shows.",
    },
  ]);
}
