import type { ScalingConfig } from "../world/records.js";
import type { World } from "../world/world.js";
import { invalidParameter, resourceLimitExceeded } from "./eks-errors.js";

type Members = Readonly<Record<string, unknown>>;

/**
 * min ≤ desired ≤ max, and max within the quota of nodes in a group.
 * @throws InvalidParameterException, ResourceLimitExceededException
 */
export function checkScaling(
  world: World,
  scaling: ScalingConfig,
  members: Members,
  during: "create" | "update",
): void {
  const { minSize, maxSize, desiredSize } = scaling;
  if (during === "create") {
    // EKS says it otherwise when the group is new.
    const wrong = (left: string, right: string): Error =>
      invalidParameter(`${left} can't be greater than ${right}`, members);
    if (minSize > maxSize) throw wrong("minSize", "maxSize");
    if (minSize > desiredSize) throw wrong("minSize", "desiredSize");
    if (desiredSize > maxSize) throw wrong("desiredSize", "maxSize");
  }
  if (minSize > maxSize) {
    throw invalidParameter(`Minimum capacity ${minSize} can't be greater than max size ${maxSize}`, members);
  }
  if (minSize > desiredSize) {
    throw invalidParameter(
      `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`,
      members,
    );
  }
  if (desiredSize > maxSize) {
    throw invalidParameter(
      `desired capacity ${desiredSize} can't be greater than max size ${maxSize}`,
      members,
    );
  }
  if (maxSize > world.limits.nodesPerNodegroup) {
    throw resourceLimitExceeded(
      `Cannot create a node group with a maximum of ${maxSize} nodes: the limit of nodes per managed node group is ${world.limits.nodesPerNodegroup}`,
      members,
    );
  }
}
