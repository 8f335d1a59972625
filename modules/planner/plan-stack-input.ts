import type { Configuration } from "../configuration/index.js";
import type { FailedRead } from "../diagnostics/index.js";
import type { ProviderRegistry } from "../provider/index.js";
import type { TerraformState } from "../state/index.js";
import type { ObjectValue } from "../values/index.js";

/** Everything that a plan depends on. The same input gives the same plan, to the byte. */
export interface PlanStackInput {
  readonly configuration: Configuration;
  readonly registry: ProviderRegistry;
  /** Null where no state is kept: live objects are then found by their natural keys. */
  readonly state: TerraformState | null;
  /** What was read so far; empty at first. */
  readonly reads: ReadResults;
  readonly options: PlanOptions;
}

export interface PlanOptions {
  readonly stack: string;
  /** Where the configuration was read from, as the plan shall name it. */
  readonly directory: string;
  readonly mode: "normal" | "destroy" | "refresh-only";
  /** False: prior objects are taken from the state as they stand (`-refresh=false`). */
  readonly refresh: boolean;
  /** False: without a state nothing live is looked for, and everything counts as new. True when not given. */
  readonly find?: boolean;
  /** Addresses of resources or instances, as in `-target=ADDR`. */
  readonly targets: readonly string[];
  /** Addresses of instances, as in `-replace=ADDR`. */
  readonly replace: readonly string[];
  /** RFC 3339 in UTC. */
  readonly timestamp: string;
  readonly terraformVersion: string;
}

/**
 * Something outside that the planner needs to know. The planner is pure: it lists what it wants read, the
 * caller reads it (in parallel, from AWS or a cache) and asks again.
 */
export type ReadRequest =
  | {
      readonly kind: "data-source";
      readonly key: string;
      readonly address: string;
      readonly type: string;
      readonly providerKey: string;
      readonly config: ObjectValue;
      /** In a check block: a read that fails is answered as a `FailedRead`, and the plan goes on with a warning. */
      readonly mayFail?: boolean;
    }
  | {
      /** Refresh of an object that the state holds. */
      readonly kind: "refresh";
      readonly key: string;
      readonly address: string;
      readonly type: string;
      readonly providerKey: string;
      readonly prior: ObjectValue;
    }
  | {
      /** Lookup of a live object by natural key or import id, where no state names it. */
      readonly kind: "find";
      readonly key: string;
      readonly address: string;
      readonly type: string;
      readonly providerKey: string;
      readonly naturalKey: string;
    };

/** What was read; null: the object does not exist. */
export type ReadResult = ObjectValue | null | FailedRead;

/** What was read, by the request's key. */
export type ReadResults = ReadonlyMap<string, ReadResult>;
