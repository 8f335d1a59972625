import type { Json } from "../world/records.js";
import { at, listAt, textAt, textsAt } from "./json-value.js";

/** Whether an object fits a `labelSelector` query: `a=b,c!=d,e in (f,g),h,!i`. */
export function fitsLabelQuery(object: Json, query: string): boolean {
  const labels = textsAt(object, "metadata", "labels");
  return splitTopLevel(query).every((term) => {
    const set = /^\s*([^\s!=]+)\s+(in|notin)\s+\(([^)]*)\)\s*$/.exec(term);
    if (set !== null) {
      const values = (set[3] ?? "").split(",").map((value) => value.trim());
      const inside = values.includes(labels[set[1] ?? ""] ?? "\u0000");
      return set[2] === "in" ? inside : !inside;
    }
    const pair = /^\s*([^\s!=]+)\s*(==|=|!=)\s*([^\s]*)\s*$/.exec(term);
    if (pair !== null) {
      const equal = labels[pair[1] ?? ""] === pair[3];
      return pair[2] === "!=" ? !equal : equal;
    }
    const name = term.trim();
    return name.startsWith("!") ? !(name.slice(1).trim() in labels) : name === "" || name in labels;
  });
}

/** Whether an object fits a `fieldSelector` query such as `spec.nodeName=x,status.phase!=Failed`. */
export function fitsFieldQuery(object: Json, query: string): boolean {
  return query.split(",").every((term) => {
    const match = /^\s*([^!=\s]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(term);
    if (match === null) return term.trim() === "";
    const value = at(object, ...(match[1] ?? "").split("."));
    const equal = String(value ?? "") === match[3];
    return match[2] === "!=" ? !equal : equal;
  });
}

/** Whether labels fit a `LabelSelector` object with `matchLabels` and `matchExpressions`. */
export function fitsSelector(selector: Json | undefined, labels: Readonly<Record<string, string>>): boolean {
  const equal = Object.entries(textsAt(selector, "matchLabels")).every(
    ([key, value]) => labels[key] === value,
  );
  return equal && fitsExpressions(listAt(selector, "matchExpressions"), labels);
}

/** Whether labels fit every one of a selector's expressions, of workloads and of node affinity alike. */
export function fitsExpressions(
  expressions: readonly Json[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return expressions.every((expression) => {
    const value = labels[textAt(expression, "key") ?? ""];
    const values = listAt(expression, "values");
    switch (textAt(expression, "operator")) {
      case "In":
        return value !== undefined && values.includes(value);
      case "NotIn":
        return value === undefined || !values.includes(value);
      case "Exists":
        return value !== undefined;
      case "DoesNotExist":
        return value === undefined;
      default:
        return false;
    }
  });
}

function splitTopLevel(query: string): string[] {
  return query.split(/,(?![^(]*\))/).filter((term) => term !== "");
}
