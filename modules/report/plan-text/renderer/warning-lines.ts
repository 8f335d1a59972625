import type { Diff } from "../computed/diff.js";
import { indentation } from "./layout.js";
import type { RenderOptions } from "./render-options.js";

/** Lines to stand before a value, each ended: a value that becomes sensitive, or is so no longer. */
export function warningLines(diff: Diff, level: number, options: RenderOptions): string {
  if (diff.kind !== "sensitive" || diff.beforeSensitive === diff.afterSensitive) return "";
  if (diff.inner.action === "create" || diff.inner.action === "delete") return "";
  const warning = options.colors.yellow("Warning");
  const what = diff.block ? "this block" : "this attribute value";
  const lines = diff.beforeSensitive
    ? [`# ${warning}: ${what} will no longer be marked as sensitive`, "# after applying this change."]
    : [
        `# ${warning}: ${what} will be marked as sensitive and will not`,
        "# display in UI output after applying this change.",
      ];
  const unchanged = !diff.block && diff.inner.action === "no-op" ? " The value is unchanged." : "";
  return `${lines.map((line) => `${indentation(level)}  ${line}`).join("\n")}${unchanged}\n`;
}
