import type { JsonValue } from "../../../plan/index.js";
import type { DiffAction } from "../computed/action.js";
import type { Diff, PrimitiveShape } from "../computed/diff.js";
import { alignSequences } from "../differ/diff-sequence.js";
import { arrow, indentation, quote, symbolColumn } from "./layout.js";
import type { RenderDiff } from "./render-diff.js";
import { renderJsonString } from "./render-json-string.js";
import { nullSuffix, type RenderOptions, replacementSuffix } from "./render-options.js";
import { renderTypeChange } from "./render-type-change.js";

/** A string: quoted, or as a heredoc when it has several lines, or as `jsonencode(…)` when it holds JSON. */
export function renderString(
  diff: Diff & PrimitiveShape,
  level: number,
  options: RenderOptions,
  renderDiff: RenderDiff,
): string {
  const before = evaluate(diff.before);
  const after = evaluate(diff.after);
  const replacement = replacementSuffix(diff.replace, options);
  if (diff.action === "update") {
    if (before.kind === "json" && after.kind === "json") {
      return renderJsonString(diff, before.value, after.value, level, options, renderDiff);
    }
    if (before.kind === "json" || after.kind === "json") {
      return renderTypeChange(asTypeChange(diff), level, options, renderDiff);
    }
    if (before.kind !== "lines" && after.kind !== "lines") {
      return `${simple(before, options)} ${arrow(options)} ${simple(after, options)}${replacement}`;
    }
    return heredoc(diff, changedLines(linesOf(before), linesOf(after), level, options), level, options);
  }
  const shown = diff.action === "delete" ? before : after;
  switch (shown.kind) {
    case "null":
      // `null -> null` would look silly.
      return `${simple(shown, options)}${replacement}`;
    case "json": {
      const left = diff.action === "create" ? null : shown.value;
      const right = diff.action === "delete" ? null : shown.value;
      return renderJsonString(diff, left, right, level, options, renderDiff);
    }
    case "simple":
      return `${simple(shown, options)}${nullSuffix(diff.action, options)}${replacement}`;
    case "lines": {
      const margin = `${indentation(level + 1)}${symbolColumn("no-op", options)}`;
      return heredoc(
        diff,
        shown.lines.map((line) => `${margin}${line}`),
        level,
        options,
      );
    }
  }
}

type EvaluatedString =
  | { readonly kind: "null" }
  | { readonly kind: "simple"; readonly text: string }
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  | { readonly kind: "json"; readonly value: JsonValue };

function evaluate(value: JsonValue): EvaluatedString {
  if (value === null) return { kind: "null" };
  const text = String(value);
  if (text.startsWith("{") || text.startsWith("[")) {
    try {
      return { kind: "json", value: JSON.parse(text) };
    } catch {
      // No JSON after all: an ordinary string.
    }
  }
  return text.includes("\n") ? { kind: "lines", lines: text.trim().split("\n") } : { kind: "simple", text };
}

function simple(value: EvaluatedString, options: RenderOptions): string {
  return value.kind === "simple" ? quote(value.text) : options.colors.gray("null");
}

function linesOf(value: EvaluatedString): readonly string[] {
  if (value.kind === "lines") return value.lines;
  return [value.kind === "simple" ? value.text : "null"];
}

function changedLines(
  before: readonly string[],
  after: readonly string[],
  level: number,
  options: RenderOptions,
): readonly string[] {
  const line = (action: DiffAction, text: string) =>
    `${indentation(level + 1)}${symbolColumn(action, options)}${text}`;
  const steps = alignSequences(
    before,
    after,
    (left, right) => left === right,
    () => false,
  );
  return steps.flatMap((step) => {
    const left = before[step.beforeIndex];
    const right = after[step.afterIndex];
    if (left === right) return [line("no-op", left ?? "")];
    return [
      ...(left === undefined ? [] : [line("delete", left)]),
      ...(right === undefined ? [] : [line("create", right)]),
    ];
  });
}

function heredoc(diff: Diff, lines: readonly string[], level: number, options: RenderOptions): string {
  const end = `${indentation(level)}${symbolColumn("no-op", options)}EOT${nullSuffix(diff.action, options)}`;
  return [`<<-EOT${replacementSuffix(diff.replace, options)}`, ...lines, end].join("\n");
}

function asTypeChange(diff: Diff & PrimitiveShape) {
  const { before, after, action, replace } = diff;
  const side = { kind: "primitive", type: "string", replace: false } as const;
  return {
    kind: "type-change",
    before: { ...side, before, after: null, action: "delete" },
    after: { ...side, before: null, after, action: "create" },
    action,
    replace,
  } as const;
}
