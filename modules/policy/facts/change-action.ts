import type { Change } from "../../plan/index.js";

export type ChangeAction = "no-op" | "create" | "update" | "replace" | "delete" | "forget";

/** Terraform's list of actions as one word; a replacement is one, in either order. */
export function actionOf(change: Change): ChangeAction {
  const actions: readonly string[] = change.actions;
  if (actions.length === 2) return actions.includes("forget") ? "create" : "replace";
  switch (actions[0]) {
    case "create":
    case "update":
    case "delete":
    case "forget":
      return actions[0];
    default:
      return "no-op";
  }
}

/** For a replacement: whether the new object comes before the old one goes. */
export function createsBeforeDestroy(change: Change): boolean {
  return change.actions.length === 2 && change.actions[0] === "create";
}
