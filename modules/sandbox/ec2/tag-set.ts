import type { AnswerValue } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import type { Tags } from "../world/records.js";

/** Tags as EC2 shows them. */
export function tagSet(tags: Tags): AnswerValue {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** The tags that a request gives to a kind of resource through `TagSpecification`. */
export function tagsFor(parameters: QueryParameters, resourceType: string): Tags {
  const tags: Record<string, string> = {};
  for (const specification of parameters.list("TagSpecification")) {
    if (specification.string("ResourceType") !== resourceType) continue;
    for (const tag of specification.list("Tag")) {
      const key = tag.string("Key");
      if (key !== undefined) tags[key] = tag.string("Value") ?? "";
    }
  }
  return tags;
}
