import type { ChangeActions } from "../../plan/index.js";

/** A resource's action as one word; a replacement keeps its order. */
export type PlanAction =
  | "no-op"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "delete-create"
  | "create-delete"
  | "forget"
  | "create-forget";

export function planActionOf(actions: ChangeActions): PlanAction {
  if (actions.length === 1) return actions[0];
  if (actions[0] === "delete") return "delete-create";
  return actions[1] === "delete" ? "create-delete" : "create-forget";
}
