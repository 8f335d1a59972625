import type { Answer } from "../protocol/call.js";
import type { Place, UpdateError, UpdateRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** Writes down that an update of a cluster, node group or add-on has begun. */
export function startUpdate(
  world: World,
  place: Place,
  of: { readonly cluster: string; readonly nodegroup?: string; readonly addon?: string },
  type: string,
  params: UpdateRecord["params"],
): UpdateRecord {
  return world.tables.updates.put({
    account: place.account,
    region: place.region,
    ...of,
    id: world.ids.uuid(),
    status: "InProgress",
    type,
    params,
    createdAt: world.now(),
    errors: [],
  });
}

export function endUpdate(world: World, id: string, errors: readonly UpdateError[] = []): void {
  world.tables.updates.update(id, (row) => ({
    ...row,
    status: errors.length === 0 ? "Successful" : "Failed",
    errors,
  }));
}

export function updateView(update: UpdateRecord): Answer {
  return {
    id: update.id,
    status: update.status,
    type: update.type,
    params: update.params.map((param) => ({ ...param })),
    createdAt: update.createdAt / 1000,
    errors: update.errors.map((error) => ({ ...error })),
  };
}

/** An update as it stands now: a lax one is over as soon as it has begun. */
export function updateNow(world: World, update: UpdateRecord): UpdateRecord {
  if (world.lax) world.settle();
  return world.tables.updates.get(update.id) ?? update;
}
