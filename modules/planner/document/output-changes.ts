import { evaluate, type OutputConfiguration } from "../../configuration/index.js";
import type { Change, JsonValue, StateValues } from "../../plan/index.js";
import { isWhollyKnown, Sensitive, unmarkDeep, type Value, valuesEqual } from "../../values/index.js";
import { collectProblems, type PlanWalk, problem } from "../walk/plan-walk.js";
import { knownJson, unknownJson } from "./json-value.js";
import { typeJson } from "./type-json.js";

/** What becomes of one output. */
export interface PlannedOutput {
  readonly name: string;
  readonly sensitive: boolean;
  readonly configuredSensitive: boolean;
  /** Undefined: the output goes. */
  readonly value: Value | undefined;
  readonly change: Change;
}

/** Evaluates every output against what is planned and compares it with the state's. */
export function planOutputs(walk: PlanWalk): readonly PlannedOutput[] {
  const { configuration, input, options } = walk;
  const before = input.state?.outputs ?? {};
  const planned: PlannedOutput[] = [];
  if (options.mode !== "destroy")
    for (const [name, output] of configuration.outputs) {
      if (walk.targets.limited && !allTargeted(walk, name)) continue;
      const value = evaluateOutput(walk, output);
      if (value !== undefined) planned.push(outputChange(name, output, value, before[name]));
    }
  for (const [name, old] of Object.entries(before)) {
    if (options.mode !== "destroy" && (walk.targets.limited || configuration.outputs.has(name))) continue;
    planned.push({
      name,
      sensitive: old.sensitive ?? false,
      configuredSensitive: false,
      value: undefined,
      change: {
        actions: ["delete"],
        before: old.value,
        after: null,
        after_unknown: false,
        before_sensitive: old.sensitive ?? false,
        after_sensitive: old.sensitive ?? false,
      },
    });
  }
  return planned.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** An output takes part in a targeted plan when everything that it depends on does. */
function allTargeted(walk: PlanWalk, name: string): boolean {
  const dependencies = walk.configuration.graph.transitiveResourceDependencies(`output.${name}`);
  return dependencies.length > 0 && dependencies.every((address) => walk.targets.resource(address));
}

function evaluateOutput(walk: PlanWalk, output: OutputConfiguration): Value | undefined {
  const value = collectProblems(walk, () => evaluate(output.expression, walk.scope));
  if (value === undefined) return undefined;
  const marked = unmarkDeep(value).sensitivePaths.length > 0;
  if (marked && !output.sensitive)
    walk.diagnostics.push(
      problem(
        "PLAN_SENSITIVE_OUTPUT",
        "Output refers to sensitive values",
        "To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, Terraform requires that any root module output containing sensitive data be explicitly marked as sensitive, to confirm your intent.\n\nIf you do intend to export this data, annotate the output value as sensitive by adding the following argument:\n    sensitive = true",
        { location: output.location },
      ),
    );
  return value;
}

function outputChange(
  name: string,
  output: OutputConfiguration,
  marked: Value,
  before: { readonly value: JsonValue; readonly sensitive?: boolean } | undefined,
): PlannedOutput {
  const value = unmarkDeep(marked instanceof Sensitive ? marked.value : marked).value;
  const sensitive = output.sensitive || (before?.sensitive ?? false);
  const known = isWhollyKnown(value);
  const json = knownJson(value);
  const same =
    before !== undefined &&
    known &&
    output.sensitive === (before.sensitive ?? false) &&
    valuesEqual(json ?? null, before.value);
  const bothNull = value === null && (before === undefined || before.value === null);
  const actions: Change["actions"] =
    same || bothNull ? ["no-op"] : before === undefined ? ["create"] : ["update"];
  return {
    name,
    sensitive,
    configuredSensitive: output.sensitive,
    value,
    change: {
      actions,
      before: before?.value ?? null,
      ...(json === undefined ? {} : { after: json }),
      after_unknown: known ? false : unknownJson(value),
      before_sensitive: sensitive,
      after_sensitive: sensitive,
    },
  };
}

/** `planned_values.outputs`; of what is not known only the sensitivity is said. */
export function plannedOutputsJson(planned: readonly PlannedOutput[]): StateValues["outputs"] {
  const entries = planned.flatMap(({ name, sensitive, value }) => {
    if (value === undefined) return [];
    if (!isWhollyKnown(value)) return [[name, { sensitive }] as const];
    return [[name, { sensitive, type: typeJson(value), value: knownJson(value) ?? null }] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
