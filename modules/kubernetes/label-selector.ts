import type { LabelSelector } from "./kubernetes-objects.js";

/**
 * A selector in the form of the API's `labelSelector` query. Null: it selects nothing, as a budget without a selector
 * does (an empty selector selects everything in its namespace).
 */
export function labelSelectorQuery(selector: LabelSelector | null | undefined): string | null {
  if (selector === null || selector === undefined) return null;
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const terms = (selector.matchExpressions ?? []).map(({ key, operator, values }) => {
    const list = (values ?? []).join(",");
    switch (operator) {
      case "In":
        return `${key} in (${list})`;
      case "NotIn":
        return `${key} notin (${list})`;
      case "DoesNotExist":
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...equal, ...terms].join(",");
}
