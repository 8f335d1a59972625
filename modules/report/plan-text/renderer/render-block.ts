import type { BlockShape, Diff, NestedBlocks } from "../computed/diff.js";
import { attributeName, hiddenComment, indentation, sortedKeys, symbolColumn } from "./layout.js";
import { renderAttributes } from "./render-attributes.js";
import type { RenderDiff } from "./render-diff.js";
import { partOptions, type RenderOptions, replacementSuffix } from "./render-options.js";
import { warningLines } from "./warning-lines.js";

export function renderBlock(
  diff: Diff & BlockShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const replacement = replacementSuffix(diff.replace, options);
  if (diff.attributes.size === 0 && diff.blocks.size === 0) return `{}${replacement}`;
  const inner = partOptions(options);
  let text = `{${replacement}\n${renderAttributes(diff.attributes, level + 1, inner, renderDiff)}`;
  let hidden = 0;
  for (const name of sortedKeys(diff.blocks.keys())) {
    const nested = diff.blocks.get(name);
    if (nested === undefined) continue;
    const all = nestedDiffs(nested, diff);
    const shown = all.filter((block) => block.action !== "no-op" || options.showUnchanged);
    hidden += all.length - shown.length;
    // An empty line parts the attributes from the blocks, and blocks of one name from the next.
    if (shown.length > 0 && diff.attributes.size > 0) text += "\n";
    const blockOptions = partOptions(options, { forceReplacement: nested.replace });
    for (const block of shown) {
      text += warningLines(block, level + 1, options);
      text += `${indentation(level + 1)}${symbolColumn(block.action, options)}${attributeName(name)} ${renderDiff(block, level + 1, blockOptions)}\n`;
    }
  }
  if (hidden > 0) {
    text += `\n${indentation(level + 1)}${symbolColumn("no-op", options)}${hiddenComment("block", hidden, options)}\n`;
  }
  return `${text}${indentation(level)}${symbolColumn("no-op", options)}}`;
}

function nestedDiffs(nested: NestedBlocks, parent: Diff): readonly Diff[] {
  const unknown: Diff[] = nested.unknown
    ? [{ kind: "unknown", before: null, action: parent.action, replace: false }]
    : [];
  return [...unknown, ...nested.blocks].map((block) => hideSensitive(block, nested));
}

/** Where all blocks of a name are sensitive together, each of them is hidden. */
function hideSensitive(block: Diff, { beforeSensitive, afterSensitive }: NestedBlocks): Diff {
  const hide =
    block.action === "create"
      ? afterSensitive
      : block.action === "delete"
        ? beforeSensitive
        : beforeSensitive || afterSensitive;
  if (!hide) return block;
  const markChanged = block.action === "no-op" && beforeSensitive !== afterSensitive;
  return {
    kind: "sensitive",
    block: true,
    inner: block,
    beforeSensitive,
    afterSensitive,
    action: markChanged ? "update" : block.action,
    replace: block.replace,
  };
}
