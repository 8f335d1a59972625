import type { JsonValue } from "../../../plan/index.js";
import type { Diff, PrimitiveShape } from "../computed/diff.js";
import { arrow } from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import { nullSuffix, type RenderOptions, replacementSuffix } from "./render-options.js";
import { renderString } from "./render-string.js";

export function renderPrimitive(
  diff: Diff & PrimitiveShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  if (diff.type === "string") return renderString(diff, level, options, renderDiff);
  const before = scalarText(diff.before, options);
  const after = scalarText(diff.after, options);
  const replacement = replacementSuffix(diff.replace, options);
  switch (diff.action) {
    case "create":
      return `${after}${replacement}`;
    case "delete":
      return `${before}${nullSuffix(diff.action, options)}${replacement}`;
    case "no-op":
      return `${before}${replacement}`;
    case "update":
      return `${before} ${arrow(options)} ${after}${replacement}`;
  }
}

function scalarText(value: JsonValue, options: RenderOptions): string {
  return value === null ? options.colors.gray("null") : String(value);
}
