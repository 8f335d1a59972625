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
  /** The plan that it is about, where it is about one. */
  readonly stack: string | null;
  /** Resource address within the cluster's stack, where the finding is about one resource. */
  readonly address: string | null;
  /** The attribute that it is about, e.g. `["scaling_config", 0, "max_size"]`. */
  readonly attribute?: readonly (string | number)[];
  /** True: it was so before, and the plan leaves it alone. A standing finding never denies. */
  readonly standing: boolean;
  readonly location?: SourceLocation;
  /** The waiver that covers this finding. */
  readonly waiver?: Waiver;
}

/** A recorded, dated exception. */
export interface Waiver {
  readonly rule: string;
  /** Glob patterns (`*`, `?`); what is absent matches everything. */
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
  readonly stack: string | null;
  readonly address: string | null;
  readonly reason: string;
}

export interface VerdictCounts {
  /** Findings that deny, warn, or only inform; waived ones are counted as waived alone. */
  readonly deny: number;
  readonly warn: number;
  readonly info: number;
  readonly waived: number;
  readonly notDecided: number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** Worst first, then by cluster, address and rule; waived ones included. */
  readonly findings: readonly Finding[];
  readonly notDecided: readonly NotDecided[];
  readonly counts: VerdictCounts;
  /** Whether each stack alone is allowed; a finding about the fleet denies them all. */
  readonly stacks: { readonly [stack: string]: { readonly allowed: boolean } };
  /** The instant that was passed in as now. */
  readonly judgedAt: string;
  /** The least severity that denies. */
  readonly failOn: "deny" | "warn";
  readonly bundleDigest: string;
  /** Covers the parameters, waivers and user bundles that it was judged with. */
  readonly parametersDigest: string;
}
