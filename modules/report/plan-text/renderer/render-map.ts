import type { Diff, MapShape } from "../computed/diff.js";
import { hiddenComment, indentation, padEnd, quote, sortedKeys, symbolColumn } from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import { nullSuffix, partOptions, type RenderOptions, replacementSuffix } from "./render-options.js";
import { warningLines } from "./warning-lines.js";

export function renderMap(
  diff: Diff & MapShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const replacement = replacementSuffix(diff.replace, options);
  const suffix = nullSuffix(diff.action, options);
  if (diff.elements.size === 0) return `{}${suffix}${replacement}`;
  const elementOptions = partOptions(options, { hideNullSuffix: diff.action === "delete" });
  const margin = indentation(level + 1);
  const width = Math.max(...[...diff.elements.keys()].map((key) => [...quote(key)].length));
  let text = `{${replacement}\n`;
  let hidden = 0;
  for (const key of sortedKeys(diff.elements.keys())) {
    const element = diff.elements.get(key);
    if (element === undefined) continue;
    if (element.action === "no-op" && !options.showUnchanged) {
      hidden++;
      continue;
    }
    const comma = element.kind === "object" ? "," : "";
    text += warningLines(element, level + 1, options);
    text += `${margin}${symbolColumn(element.action, options)}${padEnd(quote(key), width)} = ${renderDiff(element, level + 1, elementOptions)}${comma}\n`;
  }
  if (hidden > 0) {
    text += `${margin}${symbolColumn("no-op", options)}${hiddenComment("element", hidden, options)}\n`;
  }
  return `${text}${indentation(level)}${symbolColumn("no-op", options)}}${suffix}`;
}
