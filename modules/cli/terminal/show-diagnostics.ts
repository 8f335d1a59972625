import type { Diagnostic } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { terminalOf } from "./terminal.js";

/** Prints diagnostics with code frames on stderr. */
export async function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  environment: CliEnvironment,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostics } = await import("../../report/index.js");
  const { color, columns } = terminalOf(environment.stderr, environment.env);
  environment.stderr.write(renderDiagnostics(diagnostics, { color, columns }));
}
