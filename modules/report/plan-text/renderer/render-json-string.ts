import type { JsonValue } from "../../../plan/index.js";
import type { Diff } from "../computed/diff.js";
import { diffDynamic } from "../differ/diff-dynamic.js";
import { EVERYTHING, pathMatcher } from "../structured/path-matcher.js";
import { indentation, symbolColumn } from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import { nullSuffix, partOptions, type RenderOptions, replacementSuffix } from "./render-options.js";

/** A string that holds JSON, compared by its content: `jsonencode(…)`. */
export function renderJsonString(
  diff: Diff,
  before: JsonValue,
  after: JsonValue,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const content = diffDynamic({
    before,
    after,
    beforeExplicit: diff.action !== "create",
    afterExplicit: diff.action !== "delete",
    unknown: false,
    beforeSensitive: false,
    afterSensitive: false,
    replacePaths: pathMatcher([], false),
    relevant: EVERYTHING,
  });
  // Only white space differs: the content would show no change at all, so it is shown whole, with a word.
  const spaceOnly = content.action === "no-op" && diff.action === "update";
  const comment = spaceOnly ? ` # whitespace changes${diff.replace ? " force replacement" : ""}` : "";
  const replacement = spaceOnly ? "" : replacementSuffix(diff.replace, options);
  const contentOptions = partOptions(options, {
    hideNullSuffix: true,
    showUnchanged: options.showUnchanged || spaceOnly,
  });
  const text = renderDiff(content, level + 1, contentOptions);
  if (!text.includes("\n")) return `jsonencode(${text})${comment}${replacement}`;
  const symbol = symbolColumn(diff.action === "update" && !spaceOnly ? "update" : "no-op", options);
  return [
    `jsonencode(${comment}`,
    `${indentation(level + 1)}${symbol}${text}${replacement}`,
    `${indentation(level)}${symbolColumn("no-op", options)})${nullSuffix(diff.action, options)}`,
  ].join("\n");
}
