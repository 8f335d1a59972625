import type { Clock } from "./clock.js";
import { isThrottling } from "./error-kind.js";

/** Work that stands still, and why; or, `credentials-renewed`, that it goes on. */
export interface AwsWaiting {
  readonly reason: "throttled" | "credentials-expired" | "credentials-renewed";
  /** e.g. `eks:DescribeNodegroup`. */
  readonly operation: string;
  readonly region?: string;
  readonly message: string;
}

/** Lets calls through: never more than its window at once, fewer while AWS throttles. */
export interface CallLimiter {
  run<Result>(operation: string, call: () => Promise<Result>): Promise<Result>;
}

export interface CallLimiterOptions {
  readonly concurrency: number;
  readonly clock: Clock;
  readonly count: (operation: string) => void;
  readonly onWaiting: (waiting: AwsWaiting) => void;
}

/** Calls that must succeed at the narrowed window before one more is let through. */
const SUCCESSES_PER_STEP = 4;

/**
 * Additive increase, multiplicative decrease over the number of calls in flight. A throttled call halves the
 * window, a run of good ones opens it again by one. Attempts are what is counted: the SDK's own retry stands
 * outside, with its exponential delays and jitter, and holds no place while it waits.
 */
export function createCallLimiter(options: CallLimiterOptions): CallLimiter {
  const waiting: (() => void)[] = [];
  let window = options.concurrency;
  let inFlight = 0;
  let successes = 0;
  let lastNarrowed = Number.NEGATIVE_INFINITY;
  let lastTold = Number.NEGATIVE_INFINITY;

  const admit = () => {
    while (inFlight < window) {
      const next = waiting.shift();
      if (next === undefined) return;
      inFlight += 1;
      next();
    }
  };
  const place = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      admit();
    });
  const narrow = (operation: string) => {
    successes = 0;
    // Calls that were in flight together are throttled together: one burst narrows once.
    if (options.clock.now() - lastNarrowed < 500) return;
    lastNarrowed = options.clock.now();
    const narrower = Math.max(1, Math.floor(window / 2));
    // Under lasting throttling the window stays at one: a word every ten seconds is enough.
    const news = narrower !== window || lastNarrowed - lastTold >= 10_000;
    window = narrower;
    if (!news) return;
    lastTold = lastNarrowed;
    const message = `AWS throttles ${operation}; sending at most ${window} calls at once until it recovers`;
    options.onWaiting({ reason: "throttled", operation, message });
  };
  const widen = () => {
    if (window >= options.concurrency) return;
    successes += 1;
    if (successes < SUCCESSES_PER_STEP) return;
    successes = 0;
    window += 1;
  };
  return {
    async run(operation, call) {
      await place();
      options.count(operation);
      try {
        const result = await call();
        widen();
        return result;
      } catch (error) {
        if (isThrottling(error)) narrow(operation);
        throw error;
      } finally {
        inFlight -= 1;
        admit();
      }
    },
  };
}
