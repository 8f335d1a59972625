import { FleetwrightError } from "../diagnostics/index.js";
import type { AwsWaiting } from "./call-limiter.js";
import type { Clock } from "./clock.js";
import { credentialsAdvice } from "./credentials-advice.js";
import { awsErrorFacts, isExpiredCredentials, isMissingCredentials } from "./error-kind.js";
import type { AwsTarget } from "./types.js";

/** Holds the calls of one target back while its credentials have expired, and lets them go on once they are renewed. */
export interface CredentialsGate {
  run<Result>(call: GatedCall<Result>): Promise<Result>;
  /** Milliseconds that calls have been held back so far. */
  heldFor(): number;
}

export interface GatedCall<Result> {
  /** e.g. `eks:DescribeNodegroup`. */
  readonly operation: string;
  /** Makes the call; it may be made again, because AWS refuses expired credentials before anything else. */
  send(): Promise<Result>;
  /** Asks the provider of the credentials once more, past every cache; resolves with the key that it gives. */
  renew(): Promise<string>;
}

export interface CredentialsGateOptions {
  readonly target: AwsTarget;
  readonly clock: Clock;
  /** How long to hold calls back; 0 lets the error through at once. */
  readonly timeoutSeconds: number;
  /** Aborted: nothing is held back any longer. */
  readonly signal?: AbortSignal;
  readonly onWaiting: (waiting: AwsWaiting) => void;
  /** The account that the present credentials belong to; undefined when it cannot be found out. */
  readonly account: () => Promise<string | undefined>;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
/** Without a terminal a reminder shows that the run is alive. */
const REMIND_EVERY = 60_000;

/**
 * Calls that AWS refuses for expired credentials wait together: one of them is tried again and again with
 * whatever the provider of the credentials gives by then, and when it gets through, all go on. Credentials of
 * another account are not taken. Throws a FleetwrightError: AWS_CREDENTIALS_EXPIRED when the time is over,
 * AWS_CREDENTIALS_OTHER_ACCOUNT, INTERRUPTED.
 */
export function createCredentialsGate(options: CredentialsGateOptions): CredentialsGate {
  const { clock, signal, target, timeoutSeconds } = options;
  let renewals = 0;
  let held = 0;
  let heldSince: number | undefined;
  let usedBefore = false;
  let account: Promise<string | undefined> | undefined;
  let leader: Promise<void> | undefined;
  let givenUp: FleetwrightError | undefined;

  const remember = async () => {
    usedBefore = true;
    // Only runs that wait have to know whose credentials they began with, and they before these can change.
    if (timeoutSeconds > 0) {
      account ??= options.account();
      await account;
    }
  };
  const mayRenew = (error: unknown) =>
    isExpiredCredentials(error) || (usedBefore && isMissingCredentials(error));

  const lead = async <Result>(call: GatedCall<Result>, cause: unknown): Promise<Result> => {
    const began = clock.now();
    heldSince = began;
    let pause = FIRST_PAUSE;
    let reminded = began;
    const tell = (reason: AwsWaiting["reason"], message: string) =>
      options.onWaiting({ reason, operation: call.operation, region: target.region, message });
    tell("credentials-expired", expiredText(call.operation, cause, target, timeoutSeconds));
    try {
      for (;;) {
        const left = timeoutSeconds * 1000 - (clock.now() - began);
        if (left <= 0) throw timedOut(call.operation, cause, target, timeoutSeconds);
        await clock.sleep(Math.min(pause, left), signal);
        if (signal?.aborted === true) throw interrupted(call.operation, target);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        try {
          await call.renew();
          await requireSameAccount(account, options.account, target);
          const result = await call.send();
          const seconds = Math.round((clock.now() - began) / 1000);
          tell("credentials-renewed", `The AWS credentials are valid again after ${seconds} s: going on`);
          return result;
        } catch (error) {
          if (!isExpiredCredentials(error) && !isMissingCredentials(error)) throw error;
        }
        if (clock.now() - reminded >= REMIND_EVERY) {
          reminded = clock.now();
          const seconds = Math.round((reminded - began) / 1000);
          tell("credentials-expired", `Still waiting for valid AWS credentials (${seconds} s so far)`);
        }
      }
    } finally {
      held += clock.now() - began;
      heldSince = undefined;
    }
  };

  return {
    heldFor: () => held + (heldSince === undefined ? 0 : clock.now() - heldSince),
    async run(call) {
      for (;;) {
        if (givenUp !== undefined) throw givenUp;
        const before = renewals;
        try {
          const result = await call.send();
          await remember();
          return result;
        } catch (error) {
          if (!isExpiredCredentials(error) && !isMissingCredentials(error)) throw error;
          if (timeoutSeconds <= 0 || !mayRenew(error)) throw unusable(call.operation, error, target);
          if (renewals > before) {
            await call.renew();
            continue;
          }
          if (leader !== undefined) {
            await leader;
            await call.renew().catch(() => undefined);
            continue;
          }
          const leading = lead(call, error);
          leader = leading.then(
            () => {
              renewals += 1;
            },
            (failure: unknown) => {
              // What went wrong with the leader's own call is nobody else's business.
              if (endsAll(failure)) givenUp = failure;
              else renewals += 1;
            },
          );
          void leader.finally(() => {
            leader = undefined;
          });
          return await leading;
        }
      }
    },
  };
}

function endsAll(failure: unknown): failure is FleetwrightError {
  return FleetwrightError.is(failure) && failure.diagnostics.some(({ code }) => ENDS_ALL.has(code));
}

const ENDS_ALL = new Set(["AWS_CREDENTIALS_EXPIRED", "AWS_CREDENTIALS_OTHER_ACCOUNT", "INTERRUPTED"]);

async function requireSameAccount(
  before: Promise<string | undefined> | undefined,
  now: () => Promise<string | undefined>,
  target: AwsTarget,
): Promise<void> {
  const was = await before;
  if (was === undefined) return;
  const is = await now();
  if (is === undefined || is === was) return;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "AWS_CREDENTIALS_OTHER_ACCOUNT",
      summary: `The renewed AWS credentials belong to account ${is}; this run began in account ${was}`,
      detail: `Nothing was sent with them. ${credentialsAdvice(target)} of account ${was}, then go on with what was interrupted.`,
    },
  ]);
}

function expiredText(operation: string, cause: unknown, target: AwsTarget, seconds: number): string {
  return [
    `The AWS credentials have expired (${said(cause)} from ${operation} in ${target.region}). The run pauses.`,
    `  ${credentialsAdvice(target)}.`,
    `  It goes on by itself as soon as they are valid, and waits ${durationText(seconds)} for that. Ctrl-C ends it; nothing is lost.`,
  ].join("\n");
}

/** The same for every call with these credentials, so that it can be told once. */
function unusable(operation: string, cause: unknown, target: AwsTarget): FleetwrightError {
  const { code, message, requestId } = awsErrorFacts(cause);
  const expired = isExpiredCredentials(cause);
  const source =
    target.assumeRole?.roleArn ?? (target.profile === undefined ? "" : `profile "${target.profile}"`);
  const whose = source === "" ? "" : ` of ${source}`;
  return new FleetwrightError(
    "aws",
    [
      {
        severity: "error",
        code: "AWS_CREDENTIALS",
        summary: `The AWS credentials${whose} ${expired ? "have expired" : `cannot be used: ${code === undefined ? "" : `${code}: `}${message}`}`,
        detail: expired
          ? `${credentialsAdvice(target)}, and run the command again.`
          : "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with `aws sso login`.",
        ...(requestId === undefined || code === undefined
          ? {}
          : { aws: { operation, requestId, errorCode: code } }),
      },
    ],
    { cause },
  );
}

function timedOut(operation: string, cause: unknown, target: AwsTarget, seconds: number): FleetwrightError {
  return new FleetwrightError(
    "aws",
    [
      {
        severity: "error",
        code: "AWS_CREDENTIALS_EXPIRED",
        summary: `The AWS credentials have expired and were not renewed within ${durationText(seconds)} (${said(cause)})`,
        detail: `${credentialsAdvice(target)}, then go on with what was interrupted. -credentials-timeout says how long to wait.`,
        aws: { operation },
      },
    ],
    { cause },
  );
}

function interrupted(operation: string, target: AwsTarget): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "INTERRUPTED",
      summary: `Interrupted while waiting for valid AWS credentials (${operation} in ${target.region})`,
    },
  ]);
}

function said(cause: unknown): string {
  const { code, message } = awsErrorFacts(cause);
  return code ?? message;
}

function durationText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
