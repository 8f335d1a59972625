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
}

/** The events of `-json`: Terraform's, with the stack's name, and ours for what Terraform does not have. */
export type UiEvent =
  | { readonly type: "version" }
  | { readonly type: "log"; readonly stack?: string; readonly message: string }
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
