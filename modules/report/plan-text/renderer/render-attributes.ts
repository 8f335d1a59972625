import type { Diff } from "../computed/diff.js";
import {
  attributeName,
  hiddenComment,
  indentation,
  isImportantAttribute,
  padEnd,
  sortedKeys,
  symbolColumn,
} from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import type { RenderOptions } from "./render-options.js";
import { warningLines } from "./warning-lines.js";

/** The lines of an object's or a block's attributes, aligned, each line ended. */
export function renderAttributes(
  attributes: ReadonlyMap<string, Diff>,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const margin = indentation(level);
  const width = Math.max(0, ...[...attributes.keys()].map((name) => [...attributeName(name)].length));
  let text = "";
  let hidden = 0;
  for (const name of sortedKeys(attributes.keys())) {
    const attribute = attributes.get(name);
    if (attribute === undefined) continue;
    const important = isImportantAttribute(name);
    if (attribute.action === "no-op" && !important && !options.showUnchanged) {
      hidden++;
      continue;
    }
    const attributeOptions = important ? { ...options, showUnchanged: true } : options;
    text += warningLines(attribute, level, options);
    text += `${margin}${symbolColumn(attribute.action, options)}${padEnd(attributeName(name), width)} = ${renderDiff(attribute, level, attributeOptions)}\n`;
  }
  if (hidden > 0) {
    text += `${margin}${symbolColumn("no-op", options)}${hiddenComment("attribute", hidden, options)}\n`;
  }
  return text;
}
