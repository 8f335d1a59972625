import { FleetwrightError } from "../diagnostics/index.js";

/**
 * Why an operation is left as it is: it may have had its effect, or goes on in AWS, and a later run finds out.
 * - `interrupted`: the run was told to stop.
 * - `timed-out`: the wait for it ran out; the state holds the object as it is by now.
 * - `out-of-reach`: AWS could not be asked, because credentials expired, it was unreachable, or it failed itself.
 */
export type LeftOpen = "interrupted" | "timed-out" | "out-of-reach";

/**
 * Whether a failure says nothing of what became of the operation; undefined where it has failed for certain.
 *
 * @param accepted whether AWS had taken the call: then throttling only struck the looking at its progress
 */
export function leftOpen(failure: unknown, accepted: boolean): LeftOpen | undefined {
  if (!FleetwrightError.is(failure)) return undefined;
  const codes = new Set(failure.diagnostics.map(({ code }) => code));
  if (codes.has("INTERRUPTED")) return "interrupted";
  if (codes.has("AWS_WAIT_TIMEOUT")) return "timed-out";
  if (accepted && codes.has("AWS_THROTTLED")) return "out-of-reach";
  return OUT_OF_REACH.some((code) => codes.has(code)) ? "out-of-reach" : undefined;
}

/** Whether nothing more can be done in this run: every further call would meet the same. */
export function endsTheRun(failure: unknown): boolean {
  if (!FleetwrightError.is(failure)) return false;
  return failure.diagnostics.some(({ code }) => CREDENTIALS.includes(code));
}

const CREDENTIALS = ["AWS_CREDENTIALS", "AWS_CREDENTIALS_EXPIRED", "AWS_CREDENTIALS_OTHER_ACCOUNT"];

const OUT_OF_REACH = [...CREDENTIALS, "AWS_UNREACHABLE", "AWS_UNAVAILABLE"];
