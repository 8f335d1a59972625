import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace, placeKey } from "../world/keys.js";
import type { PlacementGroupRecord } from "../world/records.js";
import { applyFilters, tagFilter } from "./describe-filters.js";
import { ec2Error, invalidParameterValue, missingParameter } from "./ec2-errors.js";
import { tagSet, tagsFor } from "./tag-set.js";

export function createPlacementGroup(call: Call, parameters: QueryParameters): Answer {
  const name = parameters.string("GroupName");
  const strategy = parameters.string("Strategy") ?? "cluster";
  if (name === undefined) throw missingParameter("GroupName");
  if (!["cluster", "spread", "partition"].includes(strategy)) {
    throw invalidParameterValue(`Value (${strategy}) for parameter strategy is invalid.`);
  }
  const { placementGroups } = call.world.tables;
  if (placementGroups.has(inPlace(call.place, name))) {
    throw ec2Error("InvalidPlacementGroup.Duplicate", `The placement group '${name}' already exists.`);
  }
  const partitions = Number(parameters.string("PartitionCount") ?? (strategy === "partition" ? 2 : 0));
  const group = placementGroups.put({
    ...call.place,
    id: call.world.ids.ec2("pg"),
    name,
    strategy,
    partitions,
    tags: tagsFor(parameters, "placement-group"),
  });
  return { placementGroup: view(group) };
}

export function describePlacementGroups(call: Call, parameters: QueryParameters): Answer {
  const names = parameters.strings("GroupName");
  const ids = parameters.strings("GroupId");
  const all = call.world.tables.placementGroups.by("place", placeKey(call.place));
  for (const name of names) {
    if (!all.some((group) => group.name === name)) {
      throw ec2Error("InvalidPlacementGroup.Unknown", `The Placement Group '${name}' is unknown.`);
    }
  }
  const asked = all.filter(
    ({ name, id }) => (names.length === 0 || names.includes(name)) && (ids.length === 0 || ids.includes(id)),
  );
  const filtered = applyFilters(asked, parameters, (group, filter) => {
    switch (filter) {
      case "group-name":
        return [group.name];
      case "strategy":
        return [group.strategy];
      case "state":
        return ["available"];
      default:
        return tagFilter(group.tags, filter);
    }
  });
  return { placementGroupSet: filtered.map(view) };
}

export function deletePlacementGroup(call: Call, parameters: QueryParameters): Answer {
  const name = parameters.string("GroupName") ?? "";
  if (!call.world.tables.placementGroups.delete(inPlace(call.place, name))) {
    throw ec2Error("InvalidPlacementGroup.Unknown", `The Placement Group '${name}' is unknown.`);
  }
  return { return: true };
}

function view(group: PlacementGroupRecord): Answer {
  return {
    groupName: group.name,
    groupId: group.id,
    groupArn: `arn:aws:ec2:${group.region}:${group.account}:placement-group/${group.name}`,
    state: "available",
    strategy: group.strategy,
    ...(group.strategy === "partition" ? { partitionCount: group.partitions } : {}),
    tagSet: tagSet(group.tags),
  };
}
