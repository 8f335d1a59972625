import type { Diff, UnknownShape } from "../computed/diff.js";
import type { RenderDiff } from "./render-diff.js";
import { partOptions, type RenderOptions, replacementSuffix } from "./render-options.js";

export function renderUnknown(
  diff: Diff & UnknownShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const unknown = `(known after apply)${replacementSuffix(diff.replace, options)}`;
  if (diff.action === "create" || diff.before === null) return unknown;
  const beforeOptions = partOptions(options, { hideNullSuffix: true, forbidReplacement: diff.replace });
  return `${renderDiff(diff.before, level, beforeOptions)} -> ${unknown}`;
}
