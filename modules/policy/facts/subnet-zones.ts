import type { LiveFacts } from "../live-facts.js";
import type { PlanObjects } from "./plan-objects.js";
import { member, textOf } from "./read-json.js";

/** The zone of every subnet that the plans or the live facts speak of, by subnet id. */
export function subnetZones(plans: readonly PlanObjects[], live: LiveFacts): ReadonlyMap<string, string> {
  const zones = new Map<string, string>();
  for (const { changes, prior } of plans) {
    for (const { type, values } of prior) if (type === "aws_subnet") add(values);
    for (const { type, change } of changes) {
      if (type !== "aws_subnet") continue;
      add(change.before);
      add(change.after);
    }
  }
  for (const [id, { zone }] of Object.entries(live.subnets ?? {}))
    if (zone !== undefined) zones.set(id, zone);
  return zones;

  function add(values: Parameters<typeof member>[0]): void {
    const id = textOf(member(values, "id"));
    const zone = textOf(member(values, "availability_zone"));
    if (id !== undefined && zone !== undefined) zones.set(id, zone);
  }
}
