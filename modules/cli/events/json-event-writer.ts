import type { Diagnostic } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { UI_VERSION, version } from "../version.js";
import { messageOf } from "./message-of.js";
import type { UiEvent } from "./ui-event.js";

/** Writes events as Terraform's `-json` does: an object a line, with level, message, module and time. */
export function jsonEventWriter(environment: CliEnvironment): (event: UiEvent) => void {
  return (event) => {
    const line = {
      "@level": levelOf(event),
      "@message": messageOf(event),
      "@module": "fleetwright.ui",
      "@timestamp": environment.now().toISOString(),
      ...(event.type === "diagnostic"
        ? { type: event.type, ...stackOf(event.stack), diagnostic: diagnosticJson(event.diagnostic) }
        : event.type === "version"
          ? { type: event.type, fleetwright: version(), ui: UI_VERSION }
          : event),
    };
    environment.stdout.write(`${JSON.stringify(line)}\n`);
  };
}

function levelOf(event: UiEvent): "info" | "warn" | "error" {
  if (event.type === "diagnostic") return event.diagnostic.severity === "error" ? "error" : "warn";
  if (event.type === "waiting") return event.reason === "credentials_renewed" ? "info" : "warn";
  if (event.type === "apply_unfinished") return "warn";
  return event.type === "apply_errored" ? "error" : "info";
}

function stackOf(stack: string | undefined) {
  return stack === undefined ? {} : { stack };
}

/** Terraform's shape of a diagnostic, with our code. */
function diagnosticJson(diagnostic: Diagnostic) {
  const { location, address } = diagnostic;
  return {
    severity: diagnostic.severity,
    code: diagnostic.code,
    summary: diagnostic.summary,
    detail: diagnostic.detail ?? "",
    ...(address === undefined ? {} : { address }),
    ...(location === undefined
      ? {}
      : {
          range: {
            filename: location.file,
            start: { line: location.line, column: location.column },
            end: { line: location.line, column: location.endColumn ?? location.column },
          },
          ...(location.lineText === undefined
            ? {}
            : { snippet: { code: location.lineText, start_line: location.line } }),
        }),
    ...(diagnostic.aws === undefined ? {} : { aws: diagnostic.aws }),
  };
}
