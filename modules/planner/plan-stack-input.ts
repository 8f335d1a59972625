import type { ObjectValue } from "../values/index.js";

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

/** What was read, by the request's key; null: the object does not exist. */
export type ReadResults = ReadonlyMap<string, ObjectValue | null>;
