export type Severity = "error" | "warning";

/** A place in a file; line and column count from 1. `lineText` is the offending line itself, for the frame. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
  readonly lineText?: string;
}

/**
 * One problem. `summary` is a short headline, `detail` says what was found and what to write or do instead.
 * `code` is stable: it never changes its meaning (e.g. `FLEET_UNKNOWN_KEY`).
 */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: string;
  readonly summary: string;
  readonly detail?: string;
  readonly location?: SourceLocation;
  /** The resource's address, when the problem comes from a plan. */
  readonly address?: string;
  /** The AWS API operation and request id, when the problem comes from AWS. */
  readonly aws?: { readonly operation: string; readonly requestId?: string; readonly errorCode?: string };
}
