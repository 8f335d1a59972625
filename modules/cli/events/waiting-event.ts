import type { AwsWaiting } from "../../aws/index.js";
import type { UiEvent } from "./ui-event.js";

/** That AWS makes the run wait, and why, as an event. */
export function waitingEvent({ message, operation, reason, region }: AwsWaiting): UiEvent {
  return {
    type: "waiting",
    reason: REASONS[reason],
    message,
    operation,
    ...(region === undefined ? {} : { region }),
  };
}

const REASONS = {
  throttled: "throttled",
  "credentials-expired": "credentials_expired",
  "credentials-renewed": "credentials_renewed",
} as const;
