import type { Diff, TypeChangeShape } from "../computed/diff.js";
import { arrow } from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import type { RenderOptions } from "./render-options.js";

export function renderTypeChange(
  diff: Diff & TypeChangeShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const sideOptions = { ...options, hideNullSuffix: true };
  const before = renderDiff(diff.before, level, sideOptions);
  return `${before} ${arrow(options)} ${renderDiff(diff.after, level, sideOptions)}`;
}
