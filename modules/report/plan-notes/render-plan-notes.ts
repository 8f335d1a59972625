import type { IgnoredChange, JsonValue, NodeEffect, PlannedOperation, StackPlan } from "../../plan/index.js";
import { type Colors, colorsFor } from "../plan-text/renderer/colors.js";
import { sortedKeys } from "../plan-text/renderer/layout.js";
import { durationText } from "./duration-text.js";

/**
 * What Terraform's plan does not say, after it: the AWS calls that will be made, what happens to nodes, the
 * differences that `ignore_changes` hides, and what was left out. Empty when there is nothing to say.
 */
export function renderPlanNotes(plan: StackPlan, options: { readonly color: boolean }): string {
  const colors = colorsFor(options.color);
  const extras = plan.fleetwright;
  const sections = [
    ...section("AWS calls", callLines(extras.operations), colors),
    ...section("Nodes", extras.node_effects.map(nodeEffectLine), colors),
    ...section("Ignored changes", extras.ignored_changes.map(ignoredLine), colors),
    ...section(
      "Not planned",
      extras.unsupported.map(
        (address) => `${address}: this resource type is not known here, so the plan is not complete`,
      ),
      colors,
    ),
  ];
  return sections.length === 0 ? "" : `\n${sections.join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[], colors: Colors): readonly string[] {
  return lines.length === 0
    ? []
    : [[`${colors.bold(title)}:`, ...lines.map((line) => `  ${line}`)].join("\n")];
}

/** How often each call is made; the calls of one resource one by one only where their order matters. */
function callLines(operations: readonly PlannedOperation[]): readonly string[] {
  const made = operations.filter((operation) => operation.no_call_expected === undefined);
  const counts = new Map<string, number>();
  for (const { call } of made) counts.set(call, (counts.get(call) ?? 0) + 1);
  const totals = sortedKeys(counts.keys()).map((call) => `${counts.get(call)} × ${call}`);
  const byAddress = new Map<string, PlannedOperation[]>();
  for (const operation of made) {
    byAddress.set(operation.address, [...(byAddress.get(operation.address) ?? []), operation]);
  }
  const ordered = [...byAddress].flatMap(([address, all]) =>
    all.length < 2 ? [] : [`${address}: ${all.map(callWithWait).join(", then ")}`],
  );
  const none = operations
    .filter((operation) => operation.no_call_expected !== undefined)
    .map(({ address, no_call_expected: reason }) => `${address}: no call expected, ${reason}`);
  return [...(totals.length === 0 ? [] : [totals.join(", ")]), ...ordered, ...none];
}

function callWithWait({ call, waits_for: wait }: PlannedOperation): string {
  return wait === null ? call : `${call} (waits for ${wait})`;
}

function nodeEffectLine(effect: NodeEffect): string {
  const nodes =
    effect.nodes === null
      ? "an unknown number of nodes"
      : `${effect.nodes} node${effect.nodes === 1 ? "" : "s"}`;
  const duration = effect.expected_duration_seconds;
  const time =
    duration === null
      ? ""
      : `; takes about ${durationText(duration.low)} to ${durationText(duration.high)} (${duration.basis})`;
  switch (effect.kind) {
    case "rolling-update": {
      const step = effect.max_unavailable === null ? "" : `, ${effect.max_unavailable} at a time`;
      const surge = effect.surge === 0 ? "" : `, up to ${effect.surge} extra meanwhile`;
      return `${effect.address}: ${nodes} replaced one after the other${step}${surge}${time}`;
    }
    case "replacement":
      return `${effect.address}: ${nodes} leave with the group that is replaced${time}`;
    case "removal":
      return `${effect.address}: ${nodes} leave with the group${time}`;
  }
}

function ignoredLine(ignored: IgnoredChange): string {
  const sent =
    ignored.will_send === undefined
      ? ""
      : `; AWS would refuse that now, so ${valueText(ignored.will_send)} will be sent`;
  return `${ignored.address} ${pathText(ignored.path)}: ${valueText(ignored.configured)} configured, ${valueText(ignored.live)} live and kept${sent}`;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}

function valueText(value: JsonValue): string {
  return value === null ? "nothing" : JSON.stringify(value);
}
