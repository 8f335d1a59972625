import { awsError, awsErrorCode, type Clock } from "../../aws/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { OperationProgress } from "../provider-definition.js";

export interface StatusWait<Found> {
  /** As the provider words it, e.g. `waiting for EKS Node Group (c:n) create`. */
  readonly doing: string;
  readonly operation: string;
  readonly pending: readonly string[];
  /** The status to reach; null: the object must be gone. */
  readonly target: string | null;
  /** Undefined when the object does not exist. */
  readonly describe: () => Promise<Found | undefined>;
  readonly statusOf: (found: Found) => string;
  /** What the object says about its failure, appended to the message. */
  readonly failureOf: (found: Found) => string;
  readonly progressOf: (
    found: Found,
  ) => Omit<OperationProgress, "elapsedSeconds"> | Promise<Omit<OperationProgress, "elapsedSeconds">>;
}

export interface WaitContext {
  readonly clock: Clock;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: OperationProgress) => void;
}

/** Not-found answers in a row that are put down to AWS's eventual consistency. */
const NOT_FOUND_CHECKS = 20;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

/**
 * Polls until the status is reached, as the provider does: after 100 ms, then after twice as long each time,
 * up to ten seconds. Throws a FleetwrightError in the provider's words: AWS_WAIT_FAILED for a status that is
 * neither pending nor the target, AWS_WAIT_TIMEOUT when the time is over, INTERRUPTED when the signal aborts.
 */
export async function waitForStatus<Found>(wait: StatusWait<Found>, context: WaitContext): Promise<void> {
  const { clock, signal } = context;
  const start = clock.now();
  let delay = FIRST_DELAY;
  let missing = 0;
  let last = "";
  for (;;) {
    if (signal.aborted) throw interrupted(wait);
    const found = await wait.describe().catch((error: unknown) => {
      throw awsError(error, { operation: wait.operation, doing: wait.doing });
    });
    const elapsedSeconds = Math.round((clock.now() - start) / 1000);
    if (found === undefined) {
      if (wait.target === null) return;
      missing += 1;
      if (missing > NOT_FOUND_CHECKS) {
        throw failure(wait, "AWS_WAIT_FAILED", `couldn't find resource (${missing} retries)`);
      }
    } else {
      missing = 0;
      last = wait.statusOf(found);
      if (last === wait.target) return;
      if (!wait.pending.includes(last)) throw unexpected(wait, last, wait.failureOf(found));
      context.onProgress({ ...(await wait.progressOf(found)), elapsedSeconds });
    }
    if (clock.now() - start >= context.timeoutSeconds * 1000)
      throw timedOut(wait, last, context.timeoutSeconds);
    await clock.sleep(delay, signal);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  }
}

/** Turns a not-found answer of a describe call into undefined. */
export async function unlessNotFound<Found>(
  describe: () => Promise<Found>,
  ...codes: readonly string[]
): Promise<Found | undefined> {
  try {
    return await describe();
  } catch (error) {
    const code = awsErrorCode(error);
    if (code !== undefined && codes.includes(code)) return undefined;
    throw error;
  }
}

function unexpected<Found>(wait: StatusWait<Found>, status: string, failed: string): FleetwrightError {
  const wanted = wait.target === null ? "" : wait.target;
  const lastError = failed === "" ? "" : `. last error: ${failed}`;
  return failure(
    wait,
    "AWS_WAIT_FAILED",
    `unexpected state '${status}', wanted target '${wanted}'${lastError}`,
  );
}

function timedOut<Found>(wait: StatusWait<Found>, last: string, seconds: number): FleetwrightError {
  const goal = wait.target === null ? "resource to be gone" : `state to become '${wait.target}'`;
  const state = last === "" ? "" : `last state: '${last}', `;
  return failure(
    wait,
    "AWS_WAIT_TIMEOUT",
    `timeout while waiting for ${goal} (${state}timeout: ${duration(seconds)})`,
  );
}

function interrupted<Found>(wait: StatusWait<Found>): FleetwrightError {
  return failure(wait, "INTERRUPTED", "interrupted before it was done");
}

function failure<Found>(wait: StatusWait<Found>, code: string, problem: string): FleetwrightError {
  return new FleetwrightError(code === "INTERRUPTED" ? "user" : "aws", [
    {
      severity: "error",
      code,
      summary: `${wait.doing}: ${problem}`,
      aws: { operation: wait.operation },
    },
  ]);
}

/** As Go prints a duration, e.g. `1h0m0s`. */
function duration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
