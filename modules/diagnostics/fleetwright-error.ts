import type { Diagnostic } from "./diagnostic.js";

/** Who has to act: the user (bad input), AWS (refusal, outage), or the tool's authors (a bug). */
export type ErrorSource = "user" | "aws" | "tool";

/** The only error that rooms throw on purpose: it carries every diagnostic found, not just the first. */
export class FleetwrightError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly source: ErrorSource;

  constructor(source: ErrorSource, diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(diagnostics.map((diagnostic) => diagnostic.summary).join("; "), options);
    this.name = "FleetwrightError";
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /** Whether `error` is one of ours, also across copies of this module. */
  static is(error: unknown): error is FleetwrightError {
    return error instanceof Error && error.name === "FleetwrightError" && "diagnostics" in error;
  }
}
