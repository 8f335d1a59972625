import { jsonEqual } from "../../json-equal.js";
import { EVERYTHING } from "../structured/path-matcher.js";
import {
  childAtIndex,
  elementsOf,
  isUnknown,
  type StructuredChange,
} from "../structured/structured-change.js";

/** The elements of a set's two sides: equal ones as one unchanged element, then those removed, then added. */
export function pairSetElements(change: StructuredChange): readonly StructuredChange[] {
  const beforeCount = elementsOf(change.before).length;
  const afterCount = elementsOf(change.after).length;
  const taken = new Set<number>();
  const children: StructuredChange[] = [];
  for (let beforeIndex = 0; beforeIndex < beforeCount; beforeIndex++) {
    // The last equal element is taken and all equal ones count as found, as Terraform does.
    let partner = afterCount;
    for (let afterIndex = 0; afterIndex < afterCount; afterIndex++) {
      if (taken.has(afterIndex)) continue;
      if (isSameElement(childAtIndex(change, beforeIndex, afterIndex))) {
        partner = afterIndex;
        taken.add(afterIndex);
      }
    }
    children.push(childAtIndex(change, beforeIndex, partner));
  }
  for (let afterIndex = 0; afterIndex < afterCount; afterIndex++) {
    if (!taken.has(afterIndex)) children.push(childAtIndex(change, beforeCount, afterIndex));
  }
  return children.map((child) => ({ ...child, relevant: EVERYTHING }));
}

function isSameElement(child: StructuredChange): boolean {
  return (
    !isUnknown(child) &&
    (child.beforeSensitive === true) === (child.afterSensitive === true) &&
    jsonEqual(child.before, child.after)
  );
}
