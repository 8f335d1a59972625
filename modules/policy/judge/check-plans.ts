import { z } from "zod";
import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { JudgedPlans } from "../judged-plans.js";
import { wrongAttributes } from "./wrong-attributes.js";

/**
 * Refuses what is no plan, or a plan in a format that this version does not know. Plans come from outside:
 * nothing of their content is believed that the gate then reads without looking.
 */
export function checkPlans(plans: JudgedPlans): void {
  const stacks = Object.entries(plans.stacks);
  if (stacks.length === 0) throw new FleetwrightError("user", [nothingToJudge]);
  const diagnostics = stacks.flatMap(([stack, plan]) =>
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

const nothingToJudge: Diagnostic = {
  severity: "error",
  code: "POLICY_INVALID_PLAN",
  summary: "There is no plan to judge",
  detail: "The document names no stack. Write one with `fleetwright plan -out FILE`.",
};

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
  if (changes === undefined && plansSomething(plan.planned_values)) {
    return ["It plans resources and has no resource_changes: it is not whole."];
  }
  if (!isPriorState(plan.prior_state)) return ["Its prior_state is none."];
  if (plan.fleetwright !== undefined && !extrasSchema.safeParse(plan.fleetwright).success) {
    return ["What stands under its key fleetwright was not written by this version of Fleetwright."];
  }
  return list.flatMap((change) => (isRecord(change) ? wrongAttributes(change) : []));
}

function isResourceChange(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.change)) return false;
  const { replace_paths: paths } = value.change;
  return (
    typeof value.address === "string" &&
    typeof value.type === "string" &&
    typeof value.mode === "string" &&
    typeof value.name === "string" &&
    hasItsSides(value.change) &&
    (paths === undefined || (Array.isArray(paths) && paths.every(isPath)))
  );
}

/** Whether the actions are some that Terraform writes, with the sides of the change that they need. */
function hasItsSides({ actions, before, after, after_unknown: unknown }: Record<string, unknown>): boolean {
  if (!Array.isArray(actions)) return false;
  const hasAfter = isRecord(after) || unknown === true;
  switch (actions.join(",")) {
    case "no-op":
    case "read":
      return true;
    case "create":
      return hasAfter;
    case "delete":
    case "forget":
      return isRecord(before);
    case "update":
    case "delete,create":
    case "create,delete":
    case "forget,create":
    case "create,forget":
      return isRecord(before) && hasAfter;
    default:
      return false;
  }
}

function isPath(value: unknown): boolean {
  return Array.isArray(value) && value.every((step) => typeof step === "string" || typeof step === "number");
}

/** Modules with their resources, or undefined. */
function isModule(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isRecord(value)) return false;
  const { resources = [], child_modules: children = [] } = value;
  return (
    Array.isArray(resources) &&
    resources.every(
      (resource) =>
        isRecord(resource) && typeof resource.type === "string" && typeof resource.address === "string",
    ) &&
    Array.isArray(children) &&
    children.every((child) => child !== undefined && isModule(child))
  );
}

function isPriorState(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (!isRecord(value)) return false;
  return value.values === undefined || (isRecord(value.values) && isModule(value.values.root_module));
}

function plansSomething(values: unknown): boolean {
  if (!isRecord(values) || !isRecord(values.root_module)) return false;
  const { resources = [], child_modules: children = [] } = values.root_module;
  return [resources, children].some((list) => !Array.isArray(list) || list.length > 0);
}

/** What Fleetwright writes beside a plan, as far as facts are made from it. */
const extrasSchema = z.object({
  stack: z.string(),
  directory: z.string(),
  region: z.string().nullable(),
  ignored_changes: z.array(
    z.object({ address: z.string(), path: z.array(z.union([z.string(), z.number()])) }),
  ),
  node_effects: z.array(z.object({ address: z.string(), surge: z.int().min(0) })),
  unsupported: z.array(z.string()),
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
