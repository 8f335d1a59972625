import { createAccountLimiters, credentialsKey } from "./account-limiters.js";
import { type AwsWaiting, createCallLimiter } from "./call-limiter.js";
import { createClients } from "./clients.js";
import { type Clock, systemClock } from "./clock.js";
import { createCredentialsGate } from "./credentials-gate.js";
import type { AwsClients, AwsSession, AwsTarget } from "./types.js";

export interface AwsSessionOptions {
  /** Calls in flight at once to one account and region, over all services. Default 16. */
  readonly concurrency?: number;
  /** Attempts of one call, the first included. Default 12; the AWS provider makes 25. */
  readonly maxAttempts?: number;
  /**
   * Seconds that calls are held back once credentials have expired, until they are valid again. Default 0:
   * the call fails at once.
   */
  readonly credentialsTimeoutSeconds?: number;
  /** Aborted: nothing is held back any longer. */
  readonly signal?: AbortSignal;
  /** Told whenever work waits: because AWS throttles, or because credentials have expired. */
  readonly onWaiting?: (waiting: AwsWaiting) => void;
  readonly clock?: Clock;
}

/**
 * The AWS clients of one run. Credentials come from the SDK's own chain unless a target names its own;
 * `AWS_ENDPOINT_URL` and the other variables of the SDK work by themselves. All services of one account and
 * region share one limiter, which lets fewer calls through as long as AWS throttles.
 */
export function createAwsSession(options: AwsSessionOptions = {}): AwsSession {
  const clock = options.clock ?? systemClock;
  const counts = new Map<string, number>();
  const byTarget = new Map<string, AwsClients>();
  const listeners = new Set<(waiting: AwsWaiting) => void>();
  if (options.onWaiting !== undefined) listeners.add(options.onWaiting);
  const tell = (waiting: AwsWaiting) => {
    for (const listener of listeners) listener(waiting);
  };
  const limiters = createAccountLimiters(({ region }) =>
    createCallLimiter({
      concurrency: options.concurrency ?? 16,
      clock,
      count: (operation) => counts.set(operation, (counts.get(operation) ?? 0) + 1),
      onWaiting: (waiting) => tell({ ...waiting, region }),
    }),
  );
  const clientsFor = (target: AwsTarget): AwsClients => {
    const key = targetKey(target);
    const known = byTarget.get(key);
    if (known !== undefined) return known;
    const clients = createClients({
      target,
      maxAttempts: options.maxAttempts ?? 12,
      inRegion: (region) => clientsFor({ ...target, region }),
      limiter: (account) => limiters(target, account),
      gate: (account) =>
        createCredentialsGate({
          target,
          clock,
          timeoutSeconds: options.credentialsTimeoutSeconds ?? 0,
          ...(options.signal === undefined ? {} : { signal: options.signal }),
          onWaiting: tell,
          account,
        }),
    });
    byTarget.set(key, clients);
    return clients;
  };
  return {
    clientsFor,
    callCounts: () => Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1))),
    watch(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Equal for targets whose calls reach the same account and region in the same way. */
function targetKey(target: AwsTarget): string {
  const sorted = Object.entries(target.endpoints ?? {}).sort();
  return JSON.stringify([target.region, credentialsKey(target), sorted]);
}
