import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { JudgedPlans } from "../judged-plans.js";

/**
 * Refuses what is no plan, or a plan in a format that this version does not know. Plans come from outside:
 * nothing of their content is believed that the gate then reads without looking.
 */
export function checkPlans(plans: JudgedPlans): void {
  const diagnostics = Object.entries(plans.stacks).flatMap(([stack, plan]) =>
    problemsOf(plan).map(
      (detail): Diagnostic => ({
        severity: "error",
        code: "POLICY_INVALID_PLAN",
        summary: `${stack} is not a Terraform plan that can be judged`,
        detail,
      }),
    ),
  );
  if (diagnostics.length > 0) throw new FleetwrightError("user", diagnostics);
}

function problemsOf(plan: unknown): string[] {
  if (!isRecord(plan)) return ["It is no JSON object. Write one with `terraform show -json PLANFILE`."];
  const { format_version: format, resource_changes: changes } = plan;
  if (typeof format !== "string") {
    return ["It has no format_version. Write one with `terraform show -json PLANFILE`."];
  }
  if (!/^1\.\d+$/.test(format)) {
    return [`Its format version is ${JSON.stringify(format)}; this version of Fleetwright reads 1.x.`];
  }
  if (changes === undefined && !isRecord(plan.planned_values)) {
    return ["It has neither planned_values nor resource_changes: it may be a state rather than a plan."];
  }
  if (changes !== undefined && !Array.isArray(changes)) return ["Its resource_changes are no list."];
  const list: readonly unknown[] = Array.isArray(changes) ? changes : [];
  const wrong = list.findIndex((change) => !isResourceChange(change));
  if (wrong !== -1) return [`resource_changes[${wrong}] is no resource change.`];
  return list.flatMap((change) => (isRecord(change) ? wrongSizes(change) : []));
}

/** A size that is no count would be no fact, and limits would not see it. */
function wrongSizes({ type, address, change }: Record<string, unknown>): string[] {
  if (type !== "aws_eks_node_group" || !isRecord(change)) return [];
  return [change.before, change.after].flatMap((side) => {
    const scaling: readonly unknown[] =
      isRecord(side) && Array.isArray(side.scaling_config) ? side.scaling_config : [];
    return scaling.flatMap((sizes) =>
      ["desired_size", "min_size", "max_size"].flatMap((name) => {
        const size = isRecord(sizes) ? sizes[name] : undefined;
        const fine = size === undefined || size === null || (Number.isSafeInteger(size) && Number(size) >= 0);
        return fine
          ? []
          : [`${String(address)}: its ${name} is ${String(size)}, which is no number of nodes.`];
      }),
    );
  });
}

function isResourceChange(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.change)) return false;
  const { actions } = value.change;
  return (
    typeof value.address === "string" &&
    typeof value.type === "string" &&
    typeof value.mode === "string" &&
    typeof value.name === "string" &&
    Array.isArray(actions) &&
    actions.length > 0 &&
    actions.every((action) => knownActions.has(action))
  );
}

const knownActions: ReadonlySet<unknown> = new Set(["no-op", "create", "read", "update", "delete", "forget"]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
