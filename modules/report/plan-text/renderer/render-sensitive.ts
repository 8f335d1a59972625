import type { Diff, SensitiveShape } from "../computed/diff.js";
import { indentation, symbolColumn } from "./layout.js";
import { nullSuffix, type RenderOptions, replacementSuffix } from "./render-options.js";

export function renderSensitive(diff: Diff & SensitiveShape, level: number, options: RenderOptions): string {
  const replacement = replacementSuffix(diff.replace, options);
  if (!diff.block) return `(sensitive value)${nullSuffix(diff.action, options)}${replacement}`;
  const margin = `${indentation(level)}${symbolColumn("no-op", options)}`;
  return [
    `{${replacement}`,
    `${margin}  # At least one attribute in this block is (or was) sensitive,`,
    `${margin}  # so its contents will not be displayed.`,
    `${margin}}`,
  ].join("\n");
}
