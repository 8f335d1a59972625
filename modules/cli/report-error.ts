import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import type { CliEnvironment } from "./cli-environment.js";
import { jsonEventWriter } from "./events/json-event-writer.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { showDiagnostics } from "./terminal/show-diagnostics.js";

/** Tells an error to the user and chooses the exit code. Only a bug of ours shows a stack trace. */
export async function reportError(
  error: unknown,
  context: { readonly environment: CliEnvironment; readonly json: boolean },
): Promise<ExitCode> {
  const diagnostics = FleetwrightError.is(error) ? error.diagnostics : [unexpected(error)];
  if (context.json) {
    const write = jsonEventWriter(context.environment);
    for (const diagnostic of diagnostics) write({ type: "diagnostic", diagnostic });
  } else {
    await showDiagnostics(diagnostics, context.environment);
  }
  return exitCodeOf(diagnostics);
}

function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const codes = new Set(diagnostics.map((diagnostic) => diagnostic.code));
  if (codes.has("INTERRUPTED")) return EXIT.interrupted;
  if ([...codes].some((code) => /(?<!NOT_)LOCK(ED|_HELD)/.test(code))) return EXIT.locked;
  if ([...codes].some((code) => code.includes("STALE"))) return EXIT.stale;
  if (codes.has("DENIED") || codes.has("APPLY_DENIED")) return EXIT.denied;
  return EXIT.error;
}

function unexpected(error: unknown): Diagnostic {
  const described = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    severity: "error",
    code: "UNEXPECTED",
    summary: "Something went wrong that should not",
    detail: `This is a fault of Fleetwright, not of your input. Please report it with these lines:\n\n${described}`,
  };
}
