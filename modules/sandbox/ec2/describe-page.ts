import { pageOf } from "../protocol/pagination.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { invalidParameterValue } from "./ec2-errors.js";

/** A page of described things: `MaxResults` and `NextToken`, everything where no size is asked for. */
export function describePage<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  parameters: QueryParameters,
): { readonly items: readonly Row[]; readonly nextToken: string | undefined } {
  const size = parameters.string("MaxResults");
  const limit = size === undefined ? Number.MAX_SAFE_INTEGER : Number(size);
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalidParameterValue(`Value ( ${size ?? ""} ) for parameter maxResults is invalid.`);
  }
  const page = pageOf(rows, nameOf, limit, parameters.string("NextToken"));
  if (page === undefined) throw invalidParameterValue("The nextToken is invalid.");
  return page;
}
