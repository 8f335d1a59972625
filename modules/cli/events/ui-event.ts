import type { OpenOperation } from "../../apply/index.js";
import type { Diagnostic } from "../../diagnostics/index.js";
import type { Verdict } from "../../policy/index.js";

/** A resource as Terraform's event stream names it. */
export interface EventResource {
  readonly addr: string;
  readonly module: string;
  readonly resource: string;
  readonly implied_provider: string;
  readonly resource_type: string;
  readonly resource_name: string;
  readonly resource_key: string | number | null;
}

export type EventAction = "noop" | "create" | "read" | "update" | "replace" | "delete" | "move" | "remove";

interface Hook {
  readonly resource: EventResource;
  readonly action: EventAction;
  readonly id_key?: string;
  readonly id_value?: string;
  readonly elapsed_seconds?: number;
  /** Of a wait: EKS's phase or status, a rolling update's nodes, and what the plan expects it to take. */
  readonly phase?: string;
  readonly nodes?: { readonly old: number; readonly new: number; readonly wanted: number };
  readonly expected_seconds?: { readonly low: number; readonly high: number };
}

/** The events of `-json`: Terraform's, with the stack's name, and ours for what Terraform does not have. */
export type UiEvent =
  | { readonly type: "version" }
  | { readonly type: "log"; readonly stack?: string; readonly message: string }
  | {
      /** The run waits, and why; `credentials_renewed`: it goes on. */
      readonly type: "waiting";
      readonly stack?: string;
      readonly reason: "throttled" | "credentials_expired" | "credentials_renewed" | "lock";
      readonly message: string;
      readonly operation?: string;
      readonly region?: string;
    }
  | { readonly type: "diagnostic"; readonly stack?: string; readonly diagnostic: Diagnostic }
  | {
      readonly type: "planned_change" | "resource_drift";
      readonly stack: string;
      readonly change: {
        readonly resource: EventResource;
        readonly previous_resource?: EventResource;
        readonly action: EventAction;
        readonly reason?: string;
      };
    }
  | {
      readonly type: "change_summary";
      readonly stack?: string;
      readonly changes: {
        readonly add: number;
        readonly change: number;
        readonly import: number;
        readonly remove: number;
        readonly operation: "plan" | "apply" | "destroy";
      };
      /** Of an apply; how it ended. */
      readonly outcome?: "complete" | "incomplete" | "interrupted";
    }
  | {
      /** An apply left something open, and `deploy -resume` goes on with it where it is `resumable`. */
      readonly type: "apply_unfinished";
      readonly reason: "interrupted" | "timed_out" | "out_of_reach" | "state_unsaved";
      readonly resumable: boolean;
      readonly open: readonly OpenOperation[];
      readonly message: string;
    }
  | {
      readonly type: "outputs";
      readonly stack: string;
      readonly outputs: {
        readonly [name: string]: { readonly sensitive: boolean; readonly action: EventAction };
      };
    }
  | {
      readonly type: "refresh_start" | "refresh_complete";
      readonly stack: string;
      readonly hook: {
        readonly resource: EventResource;
        readonly id_key?: string;
        readonly id_value?: string;
      };
    }
  | {
      readonly type: "apply_start" | "apply_progress" | "apply_complete" | "apply_errored";
      readonly stack: string;
      readonly message: string;
      readonly hook: Hook;
    }
  | { readonly type: "verdict"; readonly verdict: Verdict };
