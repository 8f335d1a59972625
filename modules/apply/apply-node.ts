import type { JournalRecord } from "./journal.js";

/** What is done to one object. A replacement is a create and a delete. */
export type ApplyAction = "create" | "update" | "delete" | "read" | "forget" | "none";

/** One step of an apply: one action on one object. */
export interface ApplyNode {
  /** Unique, e.g. `aws_eks_node_group.a (delete)`. */
  readonly id: string;
  readonly address: string;
  readonly resourceAddress: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly action: ApplyAction;
  /** Set for the delete of an object that stands aside for its replacement, or did before this apply. */
  readonly deposed: string | null;
  /** A create that first sets the present object aside. */
  readonly deposes: string | null;
  /** Set where an operation of an earlier run is only waited for: its change is in the state already. */
  readonly follows: readonly JournalRecord[];
  /** Ids of the nodes that must be done before. */
  readonly after: readonly string[];
}
