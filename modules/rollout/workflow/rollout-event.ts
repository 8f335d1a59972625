import type { Diagnostic } from "../../diagnostics/index.js";
import type { Waiver } from "../../policy/index.js";

/**
 * What happens in a rollout, as it happens. An event may come twice after a crash; readers go by the names in it.
 * `at`: the fleet's time, milliseconds since 1970.
 */
export type RolloutEvent = { readonly at: number } & (
  | { readonly type: "runner-started"; readonly runner: string }
  | { readonly type: "runner-stopped"; readonly runner: string; readonly reason: string }
  | { readonly type: "rollout-started" }
  | { readonly type: "wave-awaits-approval"; readonly wave: string }
  | { readonly type: "wave-started"; readonly wave: string; readonly attempt: number }
  | {
      readonly type: "cluster-started";
      readonly wave: string;
      readonly cluster: string;
      readonly attempt: number;
    }
  | {
      readonly type: "step-waiting";
      readonly step: string;
      readonly reason: string;
      readonly until: number | null;
    }
  /** Where the Kubernetes API cannot be asked, EKS's own word counts. Once for each cluster and runner. */
  | { readonly type: "kubernetes-unseen"; readonly cluster: string; readonly reason: string }
  | { readonly type: "step-drift"; readonly step: string; readonly differences: readonly string[] }
  | {
      readonly type: "step-judged";
      readonly step: string;
      readonly allowed: boolean;
      readonly planDigest: string;
      readonly bundleDigest: string;
      readonly waivers: readonly Waiver[];
    }
  | {
      readonly type: "step-started";
      readonly step: string;
      readonly attempt: number;
      readonly force: boolean;
    }
  | {
      readonly type: "step-progress";
      readonly step: string;
      readonly updateId: string | null;
      readonly phase: string;
      readonly nodes: { readonly old: number; readonly new: number } | null;
    }
  | {
      readonly type: "check-finished";
      readonly check: string;
      readonly wave: string;
      readonly cluster: string | null;
      readonly nodeGroup: string | null;
      readonly attempts: number;
      /** Null: it passed. */
      readonly problem: string | null;
    }
  | { readonly type: "step-checking"; readonly step: string; readonly check: string }
  | {
      readonly type: "step-done";
      readonly step: string;
      /** Why nothing had to be done; null: it was done. */
      readonly skipped: string | null;
      readonly seconds: number;
      readonly updateIds: readonly string[];
      readonly attached: boolean;
    }
  | {
      readonly type: "step-failed";
      readonly step: string;
      readonly attempt: number;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly type: "cluster-finished";
      readonly wave: string;
      readonly cluster: string;
      readonly outcome: "done" | "failed" | "stopped";
    }
  | {
      readonly type: "wave-stopped";
      readonly wave: string;
      readonly attempt: number;
      readonly reason: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly type: "wave-soaking"; readonly wave: string; readonly until: number }
  | { readonly type: "wave-finished"; readonly wave: string; readonly failed: number }
  | {
      readonly type: "controlled";
      readonly command: "pause" | "resume" | "abort" | "approve";
      readonly who: string;
      readonly wave: string | null;
      readonly reason: string | null;
    }
  | {
      readonly type: "rollout-finished";
      readonly outcome: "completed" | "completed-with-failures" | "aborted";
    }
);

/** An event without its time: the engine adds it. */
export type RolloutEventBody = RolloutEvent extends infer Event
  ? Event extends RolloutEvent
    ? Omit<Event, "at">
    : never
  : never;
