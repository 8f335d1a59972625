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
    ...section("Nodes", alike(extras.node_effects, nodeEffectText), colors),
    ...section("Ignored changes", alike(extras.ignored_changes, ignoredText), colors),
    ...section(
      "Not planned",
      extras.unsupported.map((address) =>
        address.startsWith("module.")
          ? `${address}: what is in a module is not read here, so the plan is not complete`
          : `${address}: this resource type is not known here, so the plan is not complete`,
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

/** A line for each thing that is said, with all the addresses it is said of: the groups of a fleet are often alike. */
function alike<T extends { readonly address: string }>(
  items: readonly T[],
  textOf: (item: T) => string,
): readonly string[] {
  const addresses = new Map<string, string[]>();
  for (const item of items) {
    const text = textOf(item);
    addresses.set(text, [...(addresses.get(text) ?? []), item.address]);
  }
  return [...addresses].flatMap(([text, all]) =>
    all.length === 1 ? [`${all[0]}${text}`] : [`${all.join(",\n  ")}${text.replace(/^: /, ": each ")}`],
  );
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
  const sequences = [...byAddress]
    .filter(([, all]) => all.length > 1)
    .map(([address, all]) => ({ address, text: `: ${all.map(callWithWait).join(", then ")}` }));
  const ordered = alike(sequences, ({ text }) => text);
  const none = operations
    .filter((operation) => operation.no_call_expected !== undefined)
    .map(({ address, no_call_expected: reason }) => `${address}: no call expected, ${reason}`);
  return [...(totals.length === 0 ? [] : [totals.join(", ")]), ...ordered, ...none];
}

function callWithWait({ call, waits_for: wait }: PlannedOperation): string {
  return wait === null ? call : `${call} (waits for ${wait})`;
}

function nodeEffectText(effect: NodeEffect): string {
  const nodes =
    effect.nodes === null
      ? "an unknown number of nodes"
      : `${effect.nodes} node${effect.nodes === 1 ? "" : "s"}`;
  const leave = effect.nodes === 1 ? "leaves" : "leave";
  const duration = effect.expected_duration_seconds;
  const time =
    duration === null
      ? ""
      : `; takes about ${durationText(duration.low)} to ${durationText(duration.high)} (${duration.basis})`;
  switch (effect.kind) {
    case "rolling-update": {
      const step = effect.max_unavailable === null ? "" : `, ${effect.max_unavailable} at a time`;
      const surge = effect.surge === 0 ? "" : `, up to ${effect.surge} extra meanwhile`;
      return `: ${nodes} replaced one after the other${step}${surge}${time}`;
    }
    case "replacement":
      return `: ${nodes} ${leave} with the group that is replaced${time}`;
    case "removal":
      return `: ${nodes} ${leave} with the group${time}`;
  }
}

function ignoredText(ignored: IgnoredChange): string {
  const sent =
    ignored.will_send === undefined
      ? ""
      : `; AWS would refuse that now, so ${valueText(ignored.will_send)} will be sent`;
  return ` ${pathText(ignored.path)}: ${valueText(ignored.configured)} configured, ${valueText(ignored.live)} live and kept${sent}`;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}

function valueText(value: JsonValue): string {
  return value === null ? "nothing" : JSON.stringify(value);
}
