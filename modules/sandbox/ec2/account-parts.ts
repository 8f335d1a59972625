import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { placeKey } from "../world/keys.js";
import type { Tags } from "../world/records.js";
import { applyFilters } from "./describe-filters.js";
import { describePage } from "./describe-page.js";

/** DescribeAccountAttributes: an account of VPCs only. */
export function describeAccountAttributes(_call: Call, parameters: QueryParameters): Answer {
  const values: Readonly<Record<string, string>> = {
    "supported-platforms": "VPC",
    "default-vpc": "none",
    "max-instances": "1000",
    "vpc-max-security-groups-per-interface": "5",
    "max-elastic-ips": "5",
    "vpc-max-elastic-ips": "5",
  };
  const asked = parameters.strings("AttributeName");
  return {
    accountAttributeSet: Object.entries(values)
      .filter(([name]) => asked.length === 0 || asked.includes(name))
      .map(([attributeName, attributeValue]) => ({
        attributeName,
        attributeValueSet: [{ attributeValue }],
      })),
  };
}

/** DescribeTags: the tags of everything that can be tagged here. */
export function describeTags(call: Call, parameters: QueryParameters): Answer {
  const { launchTemplates, subnets, vpcs, securityGroups, keyPairs, placementGroups } = call.world.tables;
  const place = placeKey(call.place);
  const of = (type: string, rows: readonly { readonly id: string; readonly tags: Tags }[]) =>
    rows.flatMap(({ id, tags }) =>
      Object.entries(tags).map(([key, value]) => ({ resourceId: id, resourceType: type, key, value })),
    );
  const all = [
    ...of("launch-template", launchTemplates.by("place", place)),
    ...of("subnet", subnets.by("place", place)),
    ...of("vpc", vpcs.by("place", place)),
    ...of("security-group", securityGroups.by("place", place)),
    ...of("key-pair", keyPairs.by("place", place)),
    ...of("placement-group", placementGroups.by("place", place)),
  ];
  const filtered = applyFilters(all, parameters, (tag, filter) => {
    switch (filter) {
      case "resource-id":
        return [tag.resourceId];
      case "resource-type":
        return [tag.resourceType];
      case "key":
        return [tag.key];
      case "value":
        return [tag.value];
      default:
        return filter.startsWith("tag:") ? (filter === `tag:${tag.key}` ? [tag.value] : []) : undefined;
    }
  });
  const page = describePage(filtered, (tag) => `${tag.resourceId}/${tag.key}`, parameters);
  return { tagSet: page.items.map((tag) => ({ ...tag })), nextToken: page.nextToken };
}
