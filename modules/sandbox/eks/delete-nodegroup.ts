import { activeInstances, terminateInstances } from "../capacity/auto-scaling-capacity.js";
import type { Answer, Call } from "../protocol/call.js";
import { inPlace, nodegroupKey } from "../world/keys.js";
import type { World } from "../world/world.js";
import { resourceInUse } from "./eks-errors.js";
import { deleteEksTemplate } from "./eks-template.js";
import { nodegroupView } from "./nodegroup-view.js";
import { type EksInput, findNodegroup, pathName } from "./read-input.js";
import { takeTrouble } from "./trouble.js";

/** DeleteNodegroup: refused while an update runs; the group is gone once its nodes are. */
export function deleteNodegroup(call: Call, input: EksInput): Answer {
  const clusterName = pathName(input, "name");
  const nodegroup = findNodegroup(call, clusterName, pathName(input, "nodegroupName"));
  const { world } = call;
  if (nodegroup.activeUpdate !== undefined || nodegroup.status === "UPDATING") {
    throw resourceInUse("Nodegroup cannot be deleted as it is currently being updated", {
      clusterName,
      nodegroupName: nodegroup.name,
    });
  }
  if (nodegroup.status === "DELETING") return { nodegroup: nodegroupView(nodegroup) };
  const deleting = world.tables.nodegroups.put({ ...nodegroup, status: "DELETING", modifiedAt: world.now() });
  const group = world.tables.autoScalingGroups.update(inPlace(call.place, nodegroup.asgName), (row) => ({
    ...row,
    minSize: 0,
    desired: 0,
    deleting: true,
  }));
  if (group !== undefined) {
    terminateInstances(
      world,
      group,
      activeInstances(world, group),
      "a user request deleted the AutoScalingGroup.",
    );
  }
  world.schedule(world.timings.nodegroupDelete, {
    type: "nodegroup-deleted",
    nodegroup: nodegroupKey(nodegroup, clusterName, nodegroup.name),
  });
  return { nodegroup: nodegroupView(world.lax ? nodegroup : deleting) };
}

/** The group has gone, with its Auto Scaling group and EKS's own template; or it stays, DELETE_FAILED. */
export function nodegroupDeleted(world: World, key: string): void {
  const { nodegroups, autoScalingGroups, activities, updates } = world.tables;
  const nodegroup = nodegroups.get(key);
  if (nodegroup?.status !== "DELETING") return;
  const trouble = takeTrouble(world, nodegroup, "delete");
  if (trouble !== undefined) {
    nodegroups.put({ ...nodegroup, status: "DELETE_FAILED", issues: [...nodegroup.issues, trouble.issue] });
    return;
  }
  const asgKey = inPlace(nodegroup, nodegroup.asgName);
  const group = autoScalingGroups.get(asgKey);
  if (group !== undefined) deleteEksTemplate(world, nodegroup, group.launchTemplate);
  for (const activity of activities.by("asg", asgKey)) activities.delete(activity.id);
  for (const update of updates.by(
    "owner",
    `${nodegroup.account}/${nodegroup.region}/${nodegroup.cluster}/nodegroup/${nodegroup.name}`,
  )) {
    updates.delete(update.id);
  }
  autoScalingGroups.delete(asgKey);
  nodegroups.delete(key);
}
