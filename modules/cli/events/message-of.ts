import { version } from "../version.js";
import type { EventAction, UiEvent } from "./ui-event.js";

/** The sentence of an event, in Terraform's words. */
export function messageOf(event: UiEvent): string {
  switch (event.type) {
    case "version":
      return `Fleetwright ${version()}`;
    case "log":
    case "waiting":
    case "apply_unfinished":
      return event.message;
    case "diagnostic":
      return `${event.diagnostic.severity === "error" ? "Error" : "Warning"}: ${event.diagnostic.summary}`;
    case "planned_change":
      return `${event.change.resource.addr}: Plan to ${planVerb(event.change.action)}`;
    case "resource_drift":
      return `${event.change.resource.addr}: Drift detected (${event.change.action})`;
    case "change_summary": {
      const { add, change, remove, operation } = event.changes;
      const imports = event.changes.import;
      if (operation === "plan") {
        const first = imports > 0 ? `${imports} to import, ` : "";
        return `Plan: ${first}${add} to add, ${change} to change, ${remove} to destroy.`;
      }
      const first = imports > 0 ? `${imports} imported, ` : "";
      return `Apply ${event.outcome ?? "complete"}! Resources: ${first}${add} added, ${change} changed, ${remove} destroyed.`;
    }
    case "outputs":
      return `Outputs: ${Object.keys(event.outputs).length}`;
    case "refresh_start":
      return `${event.hook.resource.addr}: Refreshing state...${idSuffix(event.hook.id_value)}`;
    case "refresh_complete":
      return `${event.hook.resource.addr}: Refresh complete${idSuffix(event.hook.id_value)}`;
    case "apply_start":
    case "apply_progress":
    case "apply_complete":
    case "apply_errored":
      return event.message;
    case "verdict":
      return event.verdict.allowed ? "Policies: allowed" : "Policies: denied";
  }
}

function planVerb(action: EventAction): string {
  return action === "noop" ? "no-op" : action;
}

function idSuffix(id: string | undefined): string {
  return id === undefined ? "" : ` [id=${id}]`;
}
