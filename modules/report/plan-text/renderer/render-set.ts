import type { Diff, SetShape } from "../computed/diff.js";
import { hiddenComment, indentation, symbolColumn } from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import { nullSuffix, partOptions, type RenderOptions, replacementSuffix } from "./render-options.js";
import { warningLines } from "./warning-lines.js";

export function renderSet(
  diff: Diff & SetShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const replacement = replacementSuffix(diff.replace, options);
  const suffix = nullSuffix(diff.action, options);
  if (diff.elements.length === 0) return `[]${suffix}${replacement}`;
  const elementOptions = partOptions(options, { hideNullSuffix: true });
  const margin = indentation(level + 1);
  let text = `[${replacement}\n`;
  let hidden = 0;
  for (const element of diff.elements) {
    if (element.action === "no-op" && !options.showUnchanged) {
      hidden++;
      continue;
    }
    text += warningLines(element, level + 1, options);
    text += `${margin}${symbolColumn(element.action, options)}${renderDiff(element, level + 1, elementOptions)},\n`;
  }
  if (hidden > 0) {
    text += `${margin}${symbolColumn("no-op", options)}${hiddenComment("element", hidden, options)}\n`;
  }
  return `${text}${indentation(level)}${symbolColumn("no-op", options)}]${suffix}`;
}
