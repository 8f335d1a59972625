import type { Diff, ObjectShape } from "../computed/diff.js";
import { indentation, symbolColumn } from "./layout.js";
import { renderAttributes } from "./render-attributes.js";
import type { RenderDiff } from "./render-diff.js";
import { nullSuffix, partOptions, type RenderOptions, replacementSuffix } from "./render-options.js";

export function renderObject(
  diff: Diff & ObjectShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const replacement = replacementSuffix(diff.replace, options);
  const suffix = nullSuffix(diff.action, options);
  if (diff.attributes.size === 0) return `{}${suffix}${replacement}`;
  const attributeOptions = partOptions(options, { hideNullSuffix: true });
  const attributes = renderAttributes(diff.attributes, level + 1, attributeOptions, renderDiff);
  return `{${replacement}\n${attributes}${indentation(level)}${symbolColumn("no-op", options)}}${suffix}`;
}
