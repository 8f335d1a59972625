import type { SourceLocation } from "../diagnostics/index.js";

export type FindingSeverity = "deny" | "warn" | "info";

/** One result of one rule. */
export interface Finding {
  /** Stable rule id, e.g. `FW-SKEW-001`. */
  readonly rule: string;
  readonly title: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly recommendedAction: string;
  readonly links: readonly string[];
  readonly cluster: string | null;
  /** Resource address within the cluster's stack, where the finding is about one resource. */
  readonly address: string | null;
  readonly location?: SourceLocation;
  /** The waiver that covers this finding. */
  readonly waiver?: Waiver;
}

/** A recorded, dated exception. */
export interface Waiver {
  readonly rule: string;
  readonly scope: { readonly cluster?: string; readonly nodeGroup?: string; readonly zone?: string };
  readonly owner: string;
  readonly reason: string;
  /** ISO date; the waiver holds through that day (UTC). */
  readonly expires: string;
  readonly location?: SourceLocation;
}

/** A rule that could not be judged, e.g. because it needs a value only known after apply. */
export interface NotDecided {
  readonly rule: string;
  readonly cluster: string | null;
  readonly address: string | null;
  readonly reason: string;
}

export interface Verdict {
  readonly allowed: boolean;
  /** Worst first, then by cluster, address and rule; waived ones included. */
  readonly findings: readonly Finding[];
  readonly notDecided: readonly NotDecided[];
  readonly bundleDigest: string;
  readonly parametersDigest: string;
}
