import { type AwsWaiting, type CallLimiter, createCallLimiter } from "./call-limiter.js";
import { createClients } from "./clients.js";
import { type Clock, systemClock } from "./clock.js";
import type { AwsClients, AwsSession, AwsTarget } from "./types.js";

export interface AwsSessionOptions {
  /** Calls in flight at once to one account and region, over all services. Default 16. */
  readonly concurrency?: number;
  /** Attempts of one call, the first included. Default 12; the AWS provider makes 25. */
  readonly maxAttempts?: number;
  /** Told whenever work waits: for a free place, because AWS throttles, or because credentials have expired. */
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
  const limiterFor = (target: AwsTarget): CallLimiter =>
    createCallLimiter({
      concurrency: options.concurrency ?? 16,
      clock,
      count: (operation) => counts.set(operation, (counts.get(operation) ?? 0) + 1),
      onWaiting: (waiting) => options.onWaiting?.({ ...waiting, region: target.region }),
    });
  return {
    clientsFor(target) {
      const key = targetKey(target);
      const known = byTarget.get(key);
      if (known !== undefined) return known;
      const clients = createClients(target, limiterFor(target), options.maxAttempts ?? 12);
      byTarget.set(key, clients);
      return clients;
    },
    callCounts: () => Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** Equal for targets whose calls reach the same account and region in the same way. */
function targetKey(target: AwsTarget): string {
  const { region, profile, accessKeyId, secretAccessKey, sessionToken, assumeRole, endpoints } = target;
  const role = assumeRole && [assumeRole.roleArn, assumeRole.sessionName, assumeRole.externalId];
  const sorted = Object.entries(endpoints ?? {}).sort();
  return JSON.stringify([region, profile, accessKeyId, secretAccessKey, sessionToken, role, sorted]);
}
