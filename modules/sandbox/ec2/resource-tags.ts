import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace } from "../world/keys.js";
import type { Tags } from "../world/records.js";
import type { Table } from "../world/table.js";
import { ec2Error, missingParameter } from "./ec2-errors.js";

/** CreateTags: adds to or overwrites the tags of every resource named. Visible at once. */
export function createTags(call: Call, parameters: QueryParameters): Answer {
  const added: Record<string, string> = {};
  for (const tag of parameters.list("Tag")) {
    const key = tag.string("Key");
    if (key === undefined) throw missingParameter("Tag.Key");
    if (key.toLowerCase().startsWith("aws:")) {
      throw ec2Error("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
    }
    added[key] = tag.string("Value") ?? "";
  }
  changeTags(call, parameters, (tags) => {
    const merged = { ...tags, ...added };
    if (Object.keys(merged).length > 50) {
      throw ec2Error("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
    return merged;
  });
  return { return: true };
}

/** DeleteTags: by key, or by key and value; with no tag named, all of them. */
export function deleteTags(call: Call, parameters: QueryParameters): Answer {
  const removed = parameters
    .list("Tag")
    .map((tag) => ({ key: tag.string("Key"), value: tag.string("Value") }));
  changeTags(call, parameters, (tags) =>
    removed.length === 0
      ? {}
      : Object.fromEntries(
          Object.entries(tags).filter(
            ([key, value]) =>
              !removed.some((tag) => tag.key === key && (tag.value === undefined || tag.value === value)),
          ),
        ),
  );
  return { return: true };
}

interface Tagged {
  readonly tags: Tags;
}

function changeTags(call: Call, parameters: QueryParameters, change: (tags: Tags) => Tags): void {
  const ids = parameters.strings("ResourceId");
  if (ids.length === 0) throw missingParameter("ResourceId");
  const { launchTemplates, subnets, vpcs, securityGroups } = call.world.tables;
  const changes = ids.map((id) => {
    switch (id.split("-")[0]) {
      case "lt":
        return prepare(call, launchTemplates, id, "InvalidLaunchTemplateId.NotFound", change);
      case "subnet":
        return prepare(call, subnets, id, "InvalidSubnetID.NotFound", change);
      case "vpc":
        return prepare(call, vpcs, id, "InvalidVpcID.NotFound", change);
      case "sg":
        return prepare(call, securityGroups, id, "InvalidGroup.NotFound", change);
      default:
        throw ec2Error("InvalidID", `The ID '${id}' is not valid`);
    }
  });
  for (const apply of changes) apply();
}

function prepare<Row extends Tagged>(
  call: Call,
  table: Table<Row>,
  id: string,
  code: string,
  change: (tags: Tags) => Tags,
): () => void {
  const row = table.get(inPlace(call.place, id));
  if (row === undefined) throw ec2Error(code, `The ID '${id}' does not exist`);
  const tags = change(row.tags);
  return () => void table.put({ ...row, tags });
}
