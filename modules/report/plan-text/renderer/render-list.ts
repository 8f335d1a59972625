import type { Diff, ListShape } from "../computed/diff.js";
import { hiddenComment, indentation, symbolColumn } from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import { nullSuffix, partOptions, type RenderOptions, replacementSuffix } from "./render-options.js";
import { warningLines } from "./warning-lines.js";

/** A list with the elements next to each change as context, because in a list the order matters. */
export function renderList(
  diff: Diff & ListShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const replacement = replacementSuffix(diff.replace, options);
  const suffix = nullSuffix(diff.action, options);
  if (diff.elements.length === 0) return `[]${suffix}${replacement}`;
  const changedOptions = partOptions(options, { hideNullSuffix: true });
  const contextOptions = partOptions(options, { showUnchanged: true });
  const margin = indentation(level + 1);
  const line = (element: Diff, elementOptions: RenderOptions) =>
    `${margin}${symbolColumn(element.action, options)}${renderDiff(element, level + 1, elementOptions)},\n`;
  const hidden = (count: number) =>
    `${margin}${symbolColumn("no-op", options)}${hiddenComment("element", count, options)}\n`;

  let text = `[${replacement}\n`;
  let skipped: Diff[] = [];
  let showNext = false;
  for (const element of diff.elements) {
    const unchanged = element.action === "no-op";
    if (unchanged && !showNext && !options.showUnchanged) {
      skipped.push(element);
      continue;
    }
    const last = skipped.at(-1);
    if (skipped.length > 1) text += hidden(skipped.length - 1);
    if (last !== undefined) text += line(last, contextOptions);
    skipped = [];
    showNext = !unchanged;
    text += warningLines(element, level + 1, options);
    text += line(element, unchanged ? contextOptions : changedOptions);
  }
  if (skipped.length > 0) text += hidden(skipped.length);
  return `${text}${indentation(level)}${symbolColumn("no-op", options)}]${suffix}`;
}
