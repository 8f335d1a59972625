import type { NodegroupRecord } from "../world/records.js";
import { resourceInUse } from "./eks-errors.js";

/**
 * A node group takes one update at a time, and none while it comes or goes.
 * @throws ResourceInUseException
 */
export function requireUpdatable(nodegroup: NodegroupRecord): void {
  if (
    nodegroup.status === "ACTIVE" ||
    (nodegroup.status === "DEGRADED" && nodegroup.activeUpdate === undefined)
  ) {
    return;
  }
  throw resourceInUse("Nodegroup cannot be updated as it is currently not in Active State", {
    clusterName: nodegroup.cluster,
    nodegroupName: nodegroup.name,
  });
}
