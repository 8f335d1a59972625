import { AwsError } from "../protocol/aws-error.js";
import type { Answer, AnswerValue } from "../protocol/call.js";
import { pageOf } from "../protocol/pagination.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import type { Tags } from "../world/records.js";

/** A page of an IAM list: `Marker` and `MaxItems` in, `IsTruncated` and `Marker` out. */
export function iamPage<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  parameters: QueryParameters,
  member: string,
  view: (row: Row) => AnswerValue,
): Answer {
  const size = Number(parameters.string("MaxItems") ?? 100);
  const page =
    Number.isInteger(size) && size > 0 ? pageOf(rows, nameOf, size, parameters.string("Marker")) : undefined;
  if (page === undefined) throw new AwsError("ValidationError", 400, "Invalid Marker or MaxItems.");
  return {
    [member]: page.items.map(view),
    IsTruncated: page.nextToken !== undefined,
    Marker: page.nextToken,
  };
}

export function iamTags(parameters: QueryParameters): Tags {
  return Object.fromEntries(
    parameters.list("Tags").map((tag) => [tag.string("Key") ?? "", tag.string("Value") ?? ""]),
  );
}

export function tagList(tags: Tags): AnswerValue {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
