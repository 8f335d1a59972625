import { inPlace } from "../world/keys.js";
import type { ActivityRecord, AsgRecord } from "../world/records.js";
import type { World } from "../world/world.js";

const KEPT = 100;

/** Writes down what an Auto Scaling group did, as DescribeScalingActivities shows it. The last ones are kept. */
export function recordActivity(
  world: World,
  group: AsgRecord,
  description: string,
  cause: string,
  outcome: { readonly failed?: string } = {},
): ActivityRecord {
  const { activities } = world.tables;
  const key = inPlace(group, group.name);
  if (activities.count("asg", key) >= KEPT) {
    const oldest = activities.by("asg", key)[0];
    if (oldest !== undefined) activities.delete(oldest.id);
  }
  const now = world.now();
  return activities.put({
    account: group.account,
    region: group.region,
    id: world.ids.uuid(),
    asg: group.name,
    description,
    cause: `At ${new Date(now).toISOString()} ${cause}`,
    startedAt: now,
    endedAt: now + world.timings.instanceBoot * 1000,
    status: outcome.failed === undefined ? "Successful" : "Failed",
    ...(outcome.failed === undefined ? {} : { statusMessage: outcome.failed }),
  });
}
