import type { StackPlan, TerraformPlan } from "../../modules/plan/index.js";

export interface Disagreement {
  /** Where in the plan, e.g. `resource_changes/aws_launch_template.c3/change/actions/0`. */
  readonly place: string;
  readonly terraform: unknown;
  readonly ours: unknown;
}

/** Everything in which our plan differs from Terraform's, but for what Terraform lists in no order. */
export function comparePlans(terraform: TerraformPlan, ours: StackPlan): readonly Disagreement[] {
  const found: Disagreement[] = [];
  const { fleetwright: _extras, ...document } = ours;
  collect(keyed(terraform), keyed(document), "", found);
  return found;
}

/** Lists of addressed things become objects by address, so that one that is missing does not shift the rest. */
function keyed(plan: TerraformPlan): unknown {
  const json = JSON.parse(JSON.stringify(plan)) as Omit<TerraformPlan, "checks"> & {
    readonly checks?: readonly CheckJson[];
  };
  return {
    ...json,
    resource_changes: byKey(json.resource_changes, addressOf),
    resource_drift: byKey(json.resource_drift, addressOf),
    planned_values: {
      ...json.planned_values,
      root_module: byKey(json.planned_values.root_module.resources, addressOf),
    },
    prior_state: {
      ...json.prior_state,
      values: {
        ...json.prior_state?.values,
        root_module: byKey(json.prior_state?.values?.root_module.resources, addressOf),
      },
    },
    relevant_attributes: byKey(json.relevant_attributes, (entry) => JSON.stringify(entry)),
    checks: byKey(
      json.checks?.map((check) => ({
        ...check,
        instances: byKey(
          // Several problems of one object stand in no order.
          check.instances?.map(({ problems, ...instance }) => ({
            ...instance,
            problems: problems?.map(({ message }) => message).sort(),
          })),
          ({ address }) => address.to_display,
        ),
      })),
      ({ address }) => address.to_display,
    ),
    order: {
      changes: json.resource_changes?.map(addressOf).join(" "),
      planned: json.planned_values.root_module.resources?.map(addressOf).join(" "),
      prior: json.prior_state?.values?.root_module.resources?.map(addressOf).join(" "),
    },
  };
}

interface CheckJson {
  readonly address: { readonly to_display: string };
  readonly instances?: readonly {
    readonly address: { readonly to_display: string };
    readonly problems?: readonly { readonly message: string }[];
  }[];
}

function addressOf(entry: {
  readonly address: string;
  readonly deposed?: string;
  readonly deposed_key?: string;
}): string {
  return `${entry.address}${entry.deposed ?? entry.deposed_key ?? ""}`;
}

function byKey<T>(list: readonly T[] | undefined, keyOf: (entry: T) => string): { [key: string]: T } {
  return Object.fromEntries((list ?? []).map((entry) => [keyOf(entry), entry]));
}

function collect(left: unknown, right: unknown, place: string, found: Disagreement[]): void {
  if (Object.is(left, right)) return;
  if (isObject(left) && isObject(right) && Array.isArray(left) === Array.isArray(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
      collect(left[key], right[key], place === "" ? key : `${place}/${key}`, found);
    return;
  }
  found.push({ place, terraform: left, ours: right });
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
