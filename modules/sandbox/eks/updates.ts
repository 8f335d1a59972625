import type { Answer, Call } from "../protocol/call.js";
import { pageOf } from "../protocol/pagination.js";
import { updateOwner } from "../world/tables.js";
import { invalidParameter, resourceNotFound } from "./eks-errors.js";
import { type EksInput, findCluster, findNodegroup, nextToken, pageSize, pathName } from "./read-input.js";
import { updateView } from "./start-update.js";

/** DescribeUpdate: an update is found under what it belongs to only. */
export function describeUpdate(call: Call, input: EksInput): Answer {
  const owner = ownerOf(call, input);
  const id = pathName(input, "updateId");
  const update = call.world.tables.updates.get(id);
  if (update === undefined || updateOwner(update) !== updateOwner(owner)) {
    throw resourceNotFound(`No update found for ID: ${id}`, {
      clusterName: owner.cluster,
      nodegroupName: owner.nodegroup,
      addonName: owner.addon,
    });
  }
  return { update: updateView(update) };
}

/** ListUpdates: newest last, as the ids were given out. */
export function listUpdates(call: Call, input: EksInput): Answer {
  const owner = ownerOf(call, input);
  const updates = call.world.tables.updates.by("owner", updateOwner(owner));
  const order = new Map(updates.map(({ id }, index) => [id, String(index).padStart(9, "0")]));
  const page = pageOf(
    updates,
    ({ id }) => order.get(id) ?? id,
    pageSize(input.query),
    nextToken(input.query),
  );
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return { updateIds: page.items.map(({ id }) => id), nextToken: page.nextToken };
}

function ownerOf(call: Call, input: EksInput) {
  const cluster = pathName(input, "name");
  const nodegroup = input.query.get("nodegroupName") ?? undefined;
  const addon = input.query.get("addonName") ?? undefined;
  if (nodegroup !== undefined) findNodegroup(call, cluster, nodegroup);
  else findCluster(call, cluster);
  return {
    ...call.place,
    cluster,
    ...(nodegroup === undefined ? {} : { nodegroup }),
    ...(addon === undefined ? {} : { addon }),
  };
}
