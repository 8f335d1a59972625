import type { ActionReason, Change, ChangeActions, FleetPlan, StackPlan } from "../../plan/index.js";
import { eventResource } from "./event-resource.js";
import type { EventAction, UiEvent } from "./ui-event.js";

/** The events that tell a plan: drift, planned changes, outputs and diagnostics, stack by stack. */
export function planEvents(plan: FleetPlan): readonly UiEvent[] {
  return Object.entries(plan.stacks).flatMap(([stack, stackPlan]) => stackEvents(stack, stackPlan));
}

function stackEvents(stack: string, plan: StackPlan): readonly UiEvent[] {
  const drift = (plan.resource_drift ?? []).map(
    (change): UiEvent => ({
      type: "resource_drift",
      stack,
      change: { resource: eventResource(change), action: eventAction(change.change.actions) },
    }),
  );
  const changes = (plan.resource_changes ?? [])
    .filter(({ mode, change }) => isShown(mode, change))
    .map((change): UiEvent => {
      const reason = eventReason(change.action_reason);
      return {
        type: "planned_change",
        stack,
        change: {
          resource: eventResource(change),
          action: eventAction(change.change.actions),
          ...(reason === undefined ? {} : { reason }),
        },
      };
    });
  const outputs = Object.entries(plan.output_changes ?? {});
  const outputEvents: UiEvent[] =
    outputs.length === 0
      ? []
      : [
          {
            type: "outputs",
            stack,
            outputs: Object.fromEntries(
              outputs.map(([name, change]) => [
                name,
                {
                  sensitive: change.after_sensitive === true || change.before_sensitive === true,
                  action: eventAction(change.actions),
                },
              ]),
            ),
          },
        ];
  const diagnostics = plan.fleetwright.diagnostics.map(
    (diagnostic): UiEvent => ({ type: "diagnostic", stack, diagnostic }),
  );
  return [...drift, ...changes, ...outputEvents, ...diagnostics];
}

function isShown(mode: "managed" | "data", change: Change): boolean {
  const action = change.actions[0];
  return action !== "no-op" && (action !== "delete" || mode === "managed");
}

export function eventAction(actions: ChangeActions): EventAction {
  if (actions.length === 2) return "replace";
  switch (actions[0]) {
    case "no-op":
      return "noop";
    case "forget":
      return "remove";
    default:
      return actions[0];
  }
}

/** Terraform's events shorten the reasons for replacement. */
function eventReason(reason: ActionReason | undefined): string | undefined {
  switch (reason) {
    case "replace_because_tainted":
      return "tainted";
    case "replace_because_cannot_update":
      return "cannot_update";
    case "replace_by_request":
      return "requested";
    default:
      return reason;
  }
}
