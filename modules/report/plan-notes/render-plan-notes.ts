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
    ...section("AWS calls", [...callLines(plan), ...spuriousLines(extras)], colors),
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

/** So many calls are told one by one; of more, how often each is made, and what happens in one resource. */
const TOLD_ONE_BY_ONE = 25;

function callLines(plan: StackPlan): readonly string[] {
  const { operations } = plan.fleetwright;
  const made = operations.filter((operation) => operation.no_call_expected === undefined);
  if (made.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { call } of made) counts.set(call, (counts.get(call) ?? 0) + 1);
  const totals = sortedKeys(counts.keys()).map((call) => `${counts.get(call)} × ${call}`);
  if (made.length > TOLD_ONE_BY_ONE) return [totals.join(", "), ...sequenceLines(made)];
  const secret = sensitiveAddresses(plan);
  return [
    `${totals.join(", ")}${made.length > 1 ? ", in this order:" : ":"}`,
    ...made.map((operation, index) => {
      const wait = operation.waits_for === null ? "" : `, then wait: ${operation.waits_for}`;
      const parameters = parametersText(operation, secret.has(operation.address));
      return `${made.length > 1 ? `${String(index + 1).padStart(2)}. ` : ""}${operation.address}: ${operation.call} ${parameters}${wait}`;
    }),
  ];
}

/** The calls of one resource one by one, where their order matters. */
function sequenceLines(made: readonly PlannedOperation[]): readonly string[] {
  const byAddress = new Map<string, PlannedOperation[]>();
  for (const operation of made) {
    byAddress.set(operation.address, [...(byAddress.get(operation.address) ?? []), operation]);
  }
  const sequences = [...byAddress]
    .filter(([, all]) => all.length > 1)
    .map(([address, all]) => ({ address, text: `: ${all.map(callWithWait).join(", then ")}` }));
  return alike(sequences, ({ text }) => text);
}

/** Names and values of what is sent; where anything about the resource is sensitive, the names alone. */
function parametersText({ parameters }: PlannedOperation, secret: boolean): string {
  const parts = Object.entries(parameters).map(([name, value]) =>
    secret ? name : `${name}=${shortened(parameterText(value))}`,
  );
  return `(${parts.join(", ")}${secret ? ": values not shown, some are sensitive" : ""})`;
}

function parameterText(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(parameterText).join(", ")}]`;
  if (value.unknown === true && Object.keys(value).length === 1) return "known after apply";
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}: ${parameterText(inner)}`)
    .join(", ")}}`;
}

const LONGEST_VALUE = 100;

function shortened(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function sensitiveAddresses(plan: StackPlan): ReadonlySet<string> {
  const marked = (plan.resource_changes ?? []).filter(({ change }) =>
    [change.before_sensitive, change.after_sensitive].some((marks) => JSON.stringify(marks).includes("true")),
  );
  return new Set(marked.map(({ address }) => address));
}

function spuriousLines(extras: StackPlan["fleetwright"]): readonly string[] {
  return alike(
    extras.spurious_updates ?? [],
    ({ reason }) => `: an update in the plan only, no call expected: ${reason}`,
  );
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
  if (ignored.lost_on_replacement === true)
    return ` ${pathText(ignored.path)}: ${valueText(ignored.live)} live, but a replacement starts with ${valueText(ignored.configured)} as configured`;
  const sent =
    ignored.will_send === undefined
      ? ""
      : `; AWS would refuse that now, so ${valueText(ignored.will_send)} will be sent`;
  return ` ${pathText(ignored.path)}: ${valueText(ignored.configured)} configured, ${valueText(ignored.live)} live and kept${sent}`;
}

/** Attributes whose members are keys of the user's own. */
const MAPS: ReadonlySet<string> = new Set(["labels", "tags", "tags_all"]);

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (index === 0) return step;
      const isMapKey = MAPS.has(String(path[index - 1])) || !/^[A-Za-z_][\w-]*$/.test(step);
      return isMapKey ? `[${JSON.stringify(step)}]` : `.${step}`;
    })
    .join("");
}

function valueText(value: JsonValue): string {
  return value === null ? "nothing" : JSON.stringify(value);
}
