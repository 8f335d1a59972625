import { createHash } from "node:crypto";
import { z } from "zod";

/** A fault of the endpoint: which calls it strikes, when, and how. */
export const faultSchema = z.strictObject({
  id: z.string().optional(),
  /** Every member given must fit; a fault without any strikes all calls. */
  match: z
    .strictObject({
      service: z.string().optional(),
      operation: z.string().optional(),
      region: z.string().optional(),
      cluster: z.string().optional(),
      nodegroup: z.string().optional(),
      /** Calls that were signed with this key alone. */
      accessKeyId: z.string().optional(),
    })
    .default({}),
  kind: z.enum([
    /** The service's throttling error. */
    "throttle",
    /** An error of the service: `status` and `code`, 500 where not given. */
    "error",
    /** The credentials that the call was signed with are refused as expired. */
    "expired-credentials",
    /** The connection is reset before the call is looked at. */
    "reset",
    /** The answer comes `delayMs` late. */
    "slow",
    /** The call takes effect, then the connection drops without an answer. */
    "drop-after",
  ]),
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  /** Strike every n-th fitting call only. */
  everyNth: z.int().min(1).optional(),
  /** Let so many fitting calls through first. */
  afterCalls: z.int().min(0).optional(),
  /** Strike so often, then no more. */
  times: z.int().min(1).optional(),
  /** Strike only what exceeds so many fitting calls a second. */
  perSecond: z.number().positive().optional(),
  /** Strike this share of the fitting calls, drawn at random. */
  chance: z.number().min(0).max(1).optional(),
  /** What `chance` is drawn from: the same seed strikes the same calls. */
  seed: z.int().optional(),
});

export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { readonly id: string };

/** What a fault is matched against. */
export interface FaultTarget {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly cluster: string | undefined;
  readonly nodegroup: string | undefined;
  readonly accessKeyId: string;
}

export interface Faults {
  /** Adds a fault and returns its id. Throws a ZodError for one that makes no sense. */
  add(fault: FaultInput): string;
  remove(id: string): boolean;
  clear(): void;
  list(): Fault[];
  /** The fault that strikes this call, if any. Counts the call. */
  strike(target: FaultTarget): Fault | undefined;
}

interface Armed {
  readonly fault: Fault;
  seen: number;
  struck: number;
  allowance: number;
  lastSeenAt: number;
}

export function createFaults(): Faults {
  const armed = new Map<string, Armed>();
  let next = 1;
  return {
    add: (input) => {
      const parsed = faultSchema.parse(input);
      const id = parsed.id ?? `fault-${next++}`;
      armed.set(id, {
        fault: { ...parsed, id },
        seen: 0,
        struck: 0,
        allowance: parsed.perSecond ?? 0,
        lastSeenAt: Date.now(),
      });
      return id;
    },
    remove: (id) => armed.delete(id),
    clear: () => armed.clear(),
    list: () => [...armed.values()].map(({ fault }) => fault),
    strike: (target) => {
      for (const candidate of armed.values()) {
        if (fits(candidate.fault, target) && strikes(candidate)) return candidate.fault;
      }
      return undefined;
    },
  };
}

function fits({ match }: Fault, target: FaultTarget): boolean {
  return (
    (match.service === undefined || match.service === target.service) &&
    (match.operation === undefined || match.operation === target.operation) &&
    (match.region === undefined || match.region === target.region) &&
    (match.cluster === undefined || match.cluster === target.cluster) &&
    (match.nodegroup === undefined || match.nodegroup === target.nodegroup) &&
    (match.accessKeyId === undefined || match.accessKeyId === target.accessKeyId)
  );
}

function strikes(armed: Armed): boolean {
  const { fault } = armed;
  armed.seen += 1;
  if (fault.times !== undefined && armed.struck >= fault.times) return false;
  if (armed.seen <= (fault.afterCalls ?? 0)) return false;
  if (fault.everyNth !== undefined && (armed.seen - (fault.afterCalls ?? 0)) % fault.everyNth !== 0)
    return false;
  if (fault.perSecond !== undefined) {
    const now = Date.now();
    armed.allowance = Math.min(
      fault.perSecond,
      armed.allowance + ((now - armed.lastSeenAt) / 1000) * fault.perSecond,
    );
    armed.lastSeenAt = now;
    if (armed.allowance >= 1) {
      armed.allowance -= 1;
      return false;
    }
  }
  if (fault.chance !== undefined && draw(fault, armed.seen) >= fault.chance) return false;
  armed.struck += 1;
  return true;
}

/** A number from 0 up to 1 for the n-th fitting call. */
function draw({ id, seed = 0 }: Fault, call: number): number {
  return createHash("sha256").update(`${seed}/${id}/${call}`).digest().readUInt32BE() / 2 ** 32;
}
