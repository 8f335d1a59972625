import type { Diagnostic } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { terminalOf } from "./terminal.js";

/**
 * Prints diagnostics with code frames on stderr. With `-compact-warnings`, warnings that no error accompanies are
 * one line each, as in Terraform.
 */
export async function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  environment: CliEnvironment,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const onlyWarnings = diagnostics.every(({ severity }) => severity === "warning");
  if (onlyWarnings && environment.compactWarnings === true) {
    environment.stderr.write(compactText(diagnostics));
    return;
  }
  const { renderDiagnostics } = await import("../../report/index.js");
  const { color, columns } = terminalOf(environment.stderr, environment.env);
  environment.stderr.write(renderDiagnostics(diagnostics, { color, columns }));
}

function compactText(warnings: readonly Diagnostic[]): string {
  const lines = warnings.flatMap(({ address, location, summary }) => [
    `- ${summary}`,
    ...(location === undefined
      ? address === undefined
        ? []
        : [`  with ${address}`]
      : [`  on ${location.file} line ${location.line}`]),
  ]);
  const note = "To see the full warning notes, run Fleetwright without -compact-warnings.";
  return `\nWarnings:\n\n${lines.join("\n")}\n\n${note}\n`;
}
