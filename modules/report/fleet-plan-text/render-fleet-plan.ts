import type { FleetPlan, StackPlan } from "../../plan/index.js";
import { renderPlanNotes } from "../plan-notes/render-plan-notes.js";
import { actionCounts, type PlanSummary, planSummary, planSummaryLine } from "../plan-text/plan-summary.js";
import { type RenderPlanOptions, renderPlan } from "../plan-text/render-plan.js";
import { colorsFor } from "../plan-text/renderer/colors.js";
import { sortedKeys } from "../plan-text/renderer/layout.js";

/** The plans of all stacks: each as Terraform prints it with our notes, the unchanged ones in one line each. */
export function renderFleetPlan(plan: FleetPlan, options: RenderPlanOptions): string {
  const names = sortedKeys(Object.keys(plan.stacks));
  const stacks = names.flatMap((name) => {
    const stack = plan.stacks[name];
    return stack === undefined ? [] : [{ name, stack }];
  });
  const single = stacks.length === 1 ? stacks[0] : undefined;
  if (single !== undefined) return stackText(single.stack, options);
  const colors = colorsFor(options.color);
  const changed = stacks.filter(({ stack }) => hasChanges(stack));
  const unchanged = stacks.filter(({ stack }) => !hasChanges(stack));
  let text = "";
  for (const { name, stack } of changed) {
    text += `\n${stackRule(name, stack, options.columns)}\n${stackText(stack, options)}`;
  }
  if (unchanged.length > 0) text += "\n";
  for (const { name, stack } of unchanged) {
    text += `${colors.bold(name)}: ${colors.green("No changes.")}\n`;
    text += renderPlanNotes(stack, options)
      .replace(/^\n/, "")
      .replaceAll(/^(?=.)/gm, "  ");
  }
  if (changed.length === 0) {
    return `${text}\n${colors.bold(colors.green("No changes."))}${colors.bold(" Your infrastructure matches the configuration.")}\n`;
  }
  const [label, ...rest] = planSummaryLine(fleetSummary(plan)).split(" ");
  return `${text}\n${colors.bold("All stacks together")}\n${colors.bold(label ?? "")} ${rest.join(" ")}\n`;
}

/** The counts of all stacks together. */
export function fleetSummary(plan: FleetPlan): PlanSummary {
  return Object.values(plan.stacks)
    .map(planSummary)
    .reduce(
      (sum, each) => ({
        import: sum.import + each.import,
        add: sum.add + each.add,
        change: sum.change + each.change,
        remove: sum.remove + each.remove,
      }),
      { import: 0, add: 0, change: 0, remove: 0 },
    );
}

/** Whether applying the plan would do anything but refresh the state; outputs count, as they do for Terraform. */
export function hasChanges(plan: StackPlan): boolean {
  const outputs = Object.values(plan.output_changes ?? {});
  return (
    planSummary(plan).import > 0 ||
    actionCounts(plan).size > 0 ||
    outputs.some(({ actions }) => actions[0] !== "no-op")
  );
}

function stackText(stack: StackPlan, options: RenderPlanOptions): string {
  const { mode } = stack.fleetwright;
  return (
    renderPlan(stack, mode === undefined ? options : { ...options, mode }) + renderPlanNotes(stack, options)
  );
}

function stackRule(name: string, stack: StackPlan, columns: number): string {
  const region = stack.fleetwright.region;
  const title = region === null ? name : `${name} (${region})`;
  return `── ${title} ${"─".repeat(Math.max(4, columns - 5 - title.length))}`;
}
