/** What went wrong, where, and what to do: the one form in which every room reports problems. */
export type { Diagnostic, Severity, SourceLocation } from "./diagnostic.js";
export { FailedRead } from "./failed-read.js";
export { type ErrorSource, FleetwrightError } from "./fleetwright-error.js";
