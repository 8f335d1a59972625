import type { Diagnostic } from "./diagnostic.js";

/** Stands for an object that could not be read, where a plan goes on without it. */
export class FailedRead {
  constructor(readonly diagnostics: readonly Diagnostic[]) {}
}
