import type { Diff } from "../computed/diff.js";
import { renderBlock } from "./render-block.js";
import { renderList } from "./render-list.js";
import { renderMap } from "./render-map.js";
import { renderObject } from "./render-object.js";
import type { RenderOptions } from "./render-options.js";
import { renderPrimitive } from "./render-primitive.js";
import { renderSensitive } from "./render-sensitive.js";
import { renderSet } from "./render-set.js";
import { renderTypeChange } from "./render-type-change.js";
import { renderUnknown } from "./render-unknown.js";

/** How a renderer comes back to its parts. */
export type RenderDiff = (diff: Diff, level: number, options: RenderOptions) => string;

/** The text of a difference; its first line is not indented, the others by `level`. */
export function renderDiff(diff: Diff, level: number, options: RenderOptions): string {
  switch (diff.kind) {
    case "primitive":
      return renderPrimitive(diff, level, options, renderDiff);
    case "list":
      return renderList(diff, level, options, renderDiff);
    case "set":
      return renderSet(diff, level, options, renderDiff);
    case "map":
      return renderMap(diff, level, options, renderDiff);
    case "object":
      return renderObject(diff, level, options, renderDiff);
    case "block":
      return renderBlock(diff, level, options, renderDiff);
    case "unknown":
      return renderUnknown(diff, level, options, renderDiff);
    case "sensitive":
      return renderSensitive(diff, level, options);
    case "type-change":
      return renderTypeChange(diff, level, options, renderDiff);
  }
}
