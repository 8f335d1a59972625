import { setTimeout as delay } from "node:timers/promises";
import { FleetwrightError } from "../diagnostics/index.js";
import { type LockInfo, stateLocked } from "./lock-info.js";
import type { LockRequest } from "./state-backend.js";

/** What one try came to: got it, or someone else holds it (null: nobody knows who). */
export type LockAttempt =
  | { readonly acquired: true }
  | { readonly acquired: false; readonly holder: LockInfo | null };

/**
 * Tries until the lock is taken or the request's timeout is over, as Terraform does with `-lock-timeout`:
 * after one second first, then after twice as long each time, up to sixteen seconds.
 */
export async function retryLock(
  request: LockRequest,
  path: string,
  attempt: () => Promise<LockAttempt>,
): Promise<void> {
  const deadline = Date.now() + (request.timeoutSeconds ?? 0) * 1000;
  let pause = 1000;
  for (let tries = 0; ; tries += 1) {
    const result = await attempt();
    if (result.acquired) return;
    const left = deadline - Date.now();
    if (isAborted(request)) throw interrupted(path);
    if (left <= 0) throw stateLocked(path, result.holder);
    if (tries === 0) request.onWaiting?.(result.holder);
    await delay(Math.min(pause, left), undefined, {
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    }).catch(() => undefined);
    if (isAborted(request)) throw interrupted(path);
    pause = Math.min(pause * 2, 16_000);
  }
}

function isAborted({ signal }: LockRequest): boolean {
  return signal?.aborted === true;
}

function interrupted(path: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "INTERRUPTED",
      summary: `Interrupted while waiting for the lock of ${path}; nothing was changed`,
    },
  ]);
}
