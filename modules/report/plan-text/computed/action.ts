/** What happens to one value; a resource's own action can also be a replacement or a read. */
export type DiffAction = "no-op" | "create" | "update" | "delete";

/** The action of a whole from its own and one of its parts: any part that differs makes it an update. */
export function combineActions(current: DiffAction, part: DiffAction): DiffAction {
  if (part === "no-op" || part === current) return current;
  return "update";
}
