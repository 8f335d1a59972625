import { isDeepStrictEqual } from "node:util";
import type { Change, JsonValue } from "../../plan/index.js";
import { elements, isJsonObject, member } from "./read-json.js";

/**
 * The lists of a launch template that an update only puts into another order: EC2 makes a new version of
 * it all the same, and every node group that follows the template rolls its nodes for nothing.
 */
export function reorderedLists(change: Change): string[] {
  if (change.actions[0] !== "update") return [];
  return ["block_device_mappings", "tag_specifications"].filter((name) => {
    const before = elements(member(change.before, name));
    const after = elements(member(change.after, name));
    if (isDeepStrictEqual(before, after)) return false;
    const [was, becomes] = [canonical(before), canonical(after)];
    return !isDeepStrictEqual(was, becomes) && isDeepStrictEqual(was.sort(), becomes.sort());
  });
}

function canonical(list: readonly JsonValue[]): string[] {
  return list.map((element) => JSON.stringify(withoutZeros(element)));
}

/** The provider reads what is not set as null, "" or 0 in one place and leaves it out in another. */
function withoutZeros(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (isJsonObject(value)) {
    const kept = Object.entries(value)
      .filter(([, each]) => each !== null && each !== "" && each !== 0)
      .map(([name, each]): [string, JsonValue] => [name, withoutZeros(each)])
      .sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(kept);
  }
  return elements(value).map(withoutZeros);
}
