import { nodegroupKey } from "../world/keys.js";
import type { HealthIssue, NodegroupRecord, TroubleRecord, UpdateError } from "../world/records.js";
import type { World } from "../world/world.js";

/** A trouble that strikes now, as an update's error and as a health issue. */
export interface Trouble {
  readonly error: UpdateError;
  readonly issue: HealthIssue;
  readonly degraded: boolean;
}

const messages: Readonly<Record<string, string>> = {
  PodEvictionFailure: "Reached max retries while trying to evict pods from nodes in node group",
  NodeCreationFailure: "Instances failed to join the kubernetes cluster",
  InsufficientFreeAddresses:
    "One or more of the subnets associated with your node group do not have enough available IP addresses for new nodes",
  AsgInstanceLaunchFailures:
    "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity due to your request configuration. Launching EC2 instance failed.",
};

/** What `nodegroup` was told to suffer during an operation, if anything, without using it up. */
export function nextTrouble(
  world: World,
  nodegroup: NodegroupRecord,
  during: TroubleRecord["during"],
): TroubleRecord | undefined {
  return world.tables.troubles
    .by("nodegroup", nodegroupKey(nodegroup, nodegroup.cluster, nodegroup.name))
    .find((trouble) => trouble.during === during);
}

/** The same, used up unless it is a lasting one. */
export function takeTrouble(
  world: World,
  nodegroup: NodegroupRecord,
  during: TroubleRecord["during"],
): Trouble | undefined {
  const record = nextTrouble(world, nodegroup, during);
  return record === undefined ? undefined : strike(world, nodegroup, record);
}

export function strike(world: World, nodegroup: NodegroupRecord, record: TroubleRecord): Trouble {
  if (record.lasting !== true) world.tables.troubles.delete(record.id);
  const message = record.message ?? messages[record.code] ?? record.code;
  const resourceIds = record.resourceIds ?? [nodegroup.asgName];
  return {
    error: { errorCode: record.code, errorMessage: message, resourceIds },
    issue: { code: record.code, message, resourceIds },
    degraded: record.degraded === true,
  };
}
