import type { ApplyEvent } from "../../apply/index.js";
import {
  completeMessage,
  errorMessage,
  progressDetail,
  progressMessage,
  sentMessage,
  startMessage,
} from "./apply-message.js";
import { resourceOfAddress } from "./event-resource.js";
import type { EventAction, UiEvent } from "./ui-event.js";

/** The events of an apply in Terraform's form. */
export function applyEvents(event: ApplyEvent): readonly UiEvent[] {
  const { stack } = event;
  switch (event.type) {
    case "resource-started": {
      if (event.action === "none") return [];
      const hook = { ...hookOf(event), ...idOf(event.id) };
      return [
        { type: "apply_start", stack, message: startMessage(event.address, event.action, event.id), hook },
      ];
    }
    case "operation-progress": {
      if (event.action === "none") return [];
      const { expectedSeconds, nodes, phase } = event;
      const hook = {
        ...hookOf(event),
        elapsed_seconds: event.elapsedSeconds,
        ...(phase === null ? {} : { phase }),
        ...(nodes === null ? {} : { nodes }),
        ...(expectedSeconds === null ? {} : { expected_seconds: expectedSeconds }),
      };
      const detail = progressDetail(event);
      const message = progressMessage(event.address, event.action, event.elapsedSeconds, null, detail);
      return [{ type: "apply_progress", stack, message, hook }];
    }
    case "resource-complete": {
      if (event.action === "none") return [];
      const hook = { ...hookOf(event), ...idOf(event.id), elapsed_seconds: event.elapsedSeconds };
      const message = completeMessage(event.address, event.action, event.elapsedSeconds, event.id);
      return [{ type: "apply_complete", stack, message, hook }];
    }
    case "resource-failed": {
      if (event.action === "none") return [];
      const hook = { ...hookOf(event), elapsed_seconds: event.elapsedSeconds };
      const message = errorMessage(event.address, event.action, event.elapsedSeconds);
      return [{ type: "apply_errored", stack, message, hook }];
    }
    case "resource-skipped":
      return [{ type: "log", stack, message: `${event.address}: Not started: ${event.reason}` }];
    case "operation-sent":
      return [{ type: "log", stack, message: sentMessage(event) }];
    case "value-adjusted":
      return [
        {
          type: "log",
          stack,
          message: `${event.address}: sending ${JSON.stringify(event.sent)} instead of ${JSON.stringify(event.planned)}: ${event.reason}`,
        },
      ];
    case "operation-complete":
    case "state-saved":
      return [];
  }
}

function hookOf(event: { readonly address: string; readonly action: string }) {
  return { resource: resourceOfAddress(event.address), action: actionOf(event.action) };
}

function actionOf(action: string): EventAction {
  switch (action) {
    case "create":
    case "update":
    case "delete":
    case "read":
      return action;
    case "forget":
      return "remove";
    default:
      return "noop";
  }
}

function idOf(id: string | null) {
  return id === null ? {} : { id_key: "id", id_value: id };
}
