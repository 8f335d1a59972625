import { activeInstances } from "../capacity/auto-scaling-capacity.js";
import type { Answer, Call } from "../protocol/call.js";
import { pageOf } from "../protocol/pagination.js";
import { clusterKey, inPlace } from "../world/keys.js";
import type { NodegroupRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { invalidParameter } from "./eks-errors.js";
import { nodegroupView } from "./nodegroup-view.js";
import { type EksInput, findCluster, findNodegroup, nextToken, pageSize, pathName } from "./read-input.js";
import { takeTrouble } from "./trouble.js";

export function describeNodegroup(call: Call, input: EksInput): Answer {
  return {
    nodegroup: nodegroupView(findNodegroup(call, pathName(input, "name"), pathName(input, "nodegroupName"))),
  };
}

export function listNodegroups(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const nodegroups = call.world.tables.nodegroups.by("cluster", clusterKey(call.place, cluster.name));
  return namesPage(
    "nodegroups",
    nodegroups.map(({ name }) => name),
    input,
    call.world.lax,
  );
}

/** A page of names under `member`, with `nextToken` where there are more. */
export function namesPage(member: string, names: readonly string[], input: EksInput, lax = false): Answer {
  const page = pageOf(names, (name) => name, pageSize(input.query, lax), nextToken(input.query));
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return { [member]: page.items, nextToken: page.nextToken };
}

/** The first nodes have joined: the group is ACTIVE, or what it was told to suffer shows. */
export function nodegroupCreated(world: World, key: string): void {
  const nodegroup = world.tables.nodegroups.get(key);
  if (nodegroup === undefined || (nodegroup.status !== "CREATING" && !world.lax)) return;
  const trouble = takeTrouble(world, nodegroup, "create");
  if (trouble === undefined) {
    const status =
      nodegroup.issues.length === 0 ? "ACTIVE" : hasNodes(world, nodegroup) ? "DEGRADED" : "CREATE_FAILED";
    world.tables.nodegroups.put({ ...nodegroup, status, modifiedAt: world.now() });
    return;
  }
  world.tables.nodegroups.put({
    ...nodegroup,
    status: trouble.degraded ? "DEGRADED" : "CREATE_FAILED",
    issues: [...nodegroup.issues, trouble.issue],
    modifiedAt: world.now(),
  });
}

function hasNodes(world: World, nodegroup: NodegroupRecord): boolean {
  const group = world.tables.autoScalingGroups.get(inPlace(nodegroup, nodegroup.asgName));
  return group !== undefined && activeInstances(world, group).length > 0;
}
