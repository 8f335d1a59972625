/** One call as the endpoint saw it. */
export interface LoggedCall {
  readonly sequence: number;
  /** The world's time, in milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly method: string;
  readonly path: string;
  /** The parsed body of an EKS or SSM call, or the form of a Query call. */
  readonly request: unknown;
  readonly status: number;
  readonly errorCode?: string;
  /** Whether the call changed anything. A call sent again under its token, or one that was refused, did not. */
  readonly changed: boolean;
  /** The fault that struck, if one did. */
  readonly fault?: string;
}

export interface CallLog {
  /** The calls since the last `clear`, oldest first; the newest 10,000 are kept. */
  entries(filter?: { readonly service?: string; readonly operation?: string }): LoggedCall[];
  readonly total: number;
  clear(): void;
}

const KEPT = 10_000;

export function createCallLog(): CallLog & { add(call: Omit<LoggedCall, "sequence">): void } {
  let calls: LoggedCall[] = [];
  let total = 0;
  return {
    entries: (filter) =>
      calls.filter(
        (call) =>
          (filter?.service === undefined || call.service === filter.service) &&
          (filter?.operation === undefined || call.operation === filter.operation),
      ),
    get total() {
      return total;
    },
    clear: () => {
      calls = [];
      total = 0;
    },
    add: (call) => {
      total += 1;
      calls.push({ ...call, sequence: total });
      if (calls.length >= 2 * KEPT) calls = calls.slice(-KEPT);
    },
  };
}
