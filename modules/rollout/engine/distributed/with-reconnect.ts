import { setTimeout as sleep } from "node:timers/promises";

const attempts = 30;

/**
 * Runs a query again when the connection was lost, for about a minute: a database that restarts must not fail a
 * rollout. Only for what may be repeated.
 */
export async function withReconnect<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === attempts || !isConnectionLoss(error)) throw error;
      await sleep(Math.min(3_000, 100 * attempt));
    }
  }
}

/** Class 08 and 57P of PostgreSQL's codes, the system's own, and what `pg` says of a socket that is gone. */
function isConnectionLoss(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const message = "message" in error && typeof error.message === "string" ? error.message : "";
  return /^(?:08|57P|53300|E(?:CONN|PIPE|TIMEDOUT))/.test(code) || /^Connection terminated/.test(message);
}
