import type { QueryParameters } from "../protocol/query-parameters.js";
import type { Tags } from "../world/records.js";
import { invalidParameterValue } from "./ec2-errors.js";

/** What a thing has under a filter's name; undefined where the filter does not exist for it. */
export type FilterValues<Row> = (row: Row, filter: string) => readonly string[] | undefined;

/**
 * Reads `Filter.n` and keeps the rows that pass every one of them: any of a filter's values may match, `*` and
 * `?` stand for characters.
 * @throws InvalidParameterValue for a filter that the operation does not have
 */
export function applyFilters<Row>(
  rows: readonly Row[],
  parameters: QueryParameters,
  valuesOf: FilterValues<Row>,
): Row[] {
  let kept = [...rows];
  for (const filter of parameters.list("Filter")) {
    const name = filter.string("Name") ?? "";
    const patterns = filter.strings("Value").map(patternOf);
    kept = kept.filter((row) => {
      const values = valuesOf(row, name);
      if (values === undefined) throw invalidParameterValue(`The filter '${name}' is invalid`);
      return values.some((value) => patterns.some((matches) => matches(value)));
    });
  }
  return kept;
}

/** The filters on tags, which everything with tags has: `tag:KEY`, `tag-key`, `tag-value`. */
export function tagFilter(tags: Tags, filter: string): readonly string[] | undefined {
  if (filter === "tag-key") return Object.keys(tags);
  if (filter === "tag-value") return Object.values(tags);
  if (!filter.startsWith("tag:")) return undefined;
  const value = tags[filter.slice(4)];
  return value === undefined ? [] : [value];
}

function patternOf(text: string): (value: string) => boolean {
  if (!/[*?]/.test(text)) return (value) => value === text;
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`, "s");
  return (value) => expression.test(value);
}
