import type { ResourceChange, TerraformPlan } from "../../plan/index.js";
import type { Diff } from "./computed/diff.js";
import { diffBlock } from "./differ/diff-block.js";
import { diffDynamic } from "./differ/diff-dynamic.js";
import { inferSchema } from "./infer-schema.js";
import type { PlanAction } from "./plan-action.js";
import { actionCounts, planSummary, planSummaryLine, shownChanges } from "./plan-summary.js";
import type { RenderSchemaLookup } from "./render-schema.js";
import { type Colors, colorsFor } from "./renderer/colors.js";
import { attributeName, padEnd, sortedKeys, symbolColumn } from "./renderer/layout.js";
import { renderDiff } from "./renderer/render-diff.js";
import { renderOptions } from "./renderer/render-options.js";
import { actionLegend, isMoved, resourceChangeText } from "./resource-change-text.js";
import { EVERYTHING, pathMatcher } from "./structured/path-matcher.js";
import { fromPlanChange } from "./structured/structured-change.js";
import { horizontalRule, wordWrap } from "./word-wrap.js";

export interface RenderPlanOptions {
  readonly schemas: RenderSchemaLookup;
  readonly color: boolean;
  /** The terminal's width; Terraform takes 78 where there is no terminal. */
  readonly columns: number;
  /** How the plan was made, which plan JSON does not tell; `normal` when not given. */
  readonly mode?: PlanMode;
}

type PlanMode = "normal" | "destroy" | "refresh-only";

/**
 * The text that `terraform show` prints for a plan, from its JSON: `schemas` tell blocks from attributes and
 * sets from lists. Ends with a line end.
 */
export function renderPlan(plan: TerraformPlan, options: RenderPlanOptions): string {
  const colors = colorsFor(options.color);
  const mode = options.mode ?? "normal";
  const wrap = (text: string) => `${wordWrap(text, options.columns)}\n`;
  const changes = shownChanges(plan);
  const outputs = renderOutputs(plan, colors);
  const drift = renderDrift(plan, options, colors);
  const rule = drift === "" ? "" : horizontalRule(options.columns);
  let text = drift;
  if (changes.length === 0 && outputs === "") {
    // What a refresh-only plan does about drift is said with the drift.
    if (mode === "refresh-only" && drift !== "" && !plan.errored) return text;
    return text + rule + noChanges(plan, mode, drift !== "", colors, wrap);
  }
  text += rule;
  const counts = actionCounts(plan);
  if (counts.size > 0) {
    text += wrap(
      "\nTerraform used the selected providers to generate the following execution plan. Resource actions are indicated with the following symbols:",
    );
    for (const action of LEGEND_ORDER) {
      if (counts.has(action)) text += `${actionLegend(action, colors)}\n`;
    }
  }
  if (changes.length > 0) {
    text += plan.errored
      ? "\nTerraform planned the following actions, but then encountered a problem:\n"
      : "\nTerraform will perform the following actions:\n";
    for (const change of changes) {
      text += `\n${resourceChangeText(change, diffOfChange(change, options), "proposed", colors)}\n`;
    }
    const [label, ...rest] = planSummaryLine(planSummary(plan)).split(" ");
    text += `\n${colors.bold(label ?? "")} ${rest.join(" ")}\n`;
  }
  if (outputs !== "") {
    text += `\nChanges to Outputs:\n${outputs}\n`;
    if (counts.size === 0) {
      text += wrap(
        "\nYou can apply this plan to save these new output values to the Terraform state, without changing any real infrastructure.",
      );
    }
  }
  return text;
}

const LEGEND_ORDER: readonly PlanAction[] = [
  "create",
  "update",
  "delete",
  "delete-create",
  "create-delete",
  "read",
];

function diffOfChange(change: ResourceChange, options: RenderPlanOptions): Diff {
  const schema = options.schemas(change.mode, change.type)?.block ?? inferSchema(change.change);
  return diffBlock(fromPlanChange(change.change, EVERYTHING), schema);
}

function renderOutputs(plan: TerraformPlan, colors: Colors): string {
  const changes = plan.output_changes ?? {};
  const names = sortedKeys(Object.keys(changes));
  const width = Math.max(0, ...names.map((name) => attributeName(name).length));
  const options = renderOptions(colors);
  return names
    .flatMap((name) => {
      const change = changes[name];
      if (change === undefined) return [];
      const diff = diffDynamic(fromPlanChange(change, EVERYTHING));
      if (diff.action === "no-op") return [];
      const value = renderDiff(diff, 0, options);
      return [`${symbolColumn(diff.action, options)}${padEnd(attributeName(name), width)} = ${value}`];
    })
    .join("\n");
}

/**
 * Changes made outside that may have led to the plan; nothing when the plan changes nothing. A refresh-only
 * plan is about them: it shows them all, and moves as well.
 */
function renderDrift(plan: TerraformPlan, options: RenderPlanOptions, colors: Colors): string {
  const refreshOnly = options.mode === "refresh-only";
  if (!refreshOnly && !changesAnything(plan, options)) return "";
  const drifted = (plan.resource_drift ?? []).flatMap((change) => {
    const schema = options.schemas(change.mode, change.type)?.block ?? inferSchema(change.change);
    if (refreshOnly) return [{ change, diff: diffBlock(fromPlanChange(change.change, EVERYTHING), schema) }];
    const paths = (plan.relevant_attributes ?? [])
      .filter(({ resource }) => resource === "" || resource === change.address)
      .map(({ attribute }) => attribute);
    if (paths.length === 0) return [];
    const diff = diffBlock(fromPlanChange(change.change, pathMatcher(paths, true)), schema);
    return diff.action === "no-op" ? [] : [{ change, diff }];
  });
  if (drifted.length === 0) return "";
  const { bold, cyan } = colors;
  let text = `\n${bold(cyan("Note:"))}${bold(" Objects have changed outside of Terraform")}\n\n`;
  text += wordWrap(
    'Terraform detected the following changes made outside of Terraform since the last "terraform apply" which may have affected this plan:\n',
    options.columns,
  );
  for (const { change, diff } of drifted) {
    text += `\n${resourceChangeText(change, diff, "drift", colors)}\n`;
  }
  if (refreshOnly) {
    return `${text}${wordWrap(
      "\n\nThis is a refresh-only plan, so Terraform will not take any actions to undo these. If you were expecting these changes then you can apply this plan to record the updated values in the Terraform state without changing any remote objects.",
      options.columns,
    )}\n`;
  }
  text += `${wordWrap(
    "\n\nUnless you have made equivalent changes to your configuration, or ignored the relevant attributes using ignore_changes, the following plan may include actions to undo or respond to these changes.",
    options.columns,
  )}\n`;
  return text;
}

function changesAnything(plan: TerraformPlan, options: RenderPlanOptions): boolean {
  const resources = (plan.resource_changes ?? []).some(
    (change) => isMoved(change) || diffOfChange(change, options).action !== "no-op",
  );
  if (resources) return true;
  return Object.values(plan.output_changes ?? {}).some(
    (change) => diffDynamic(fromPlanChange(change, EVERYTHING)).action !== "no-op",
  );
}

function noChanges(
  plan: TerraformPlan,
  mode: PlanMode,
  haveDrift: boolean,
  { bold, red, green }: Colors,
  wrap: (text: string) => string,
): string {
  if (plan.errored) {
    const rest = bold(" Terraform encountered an error while generating this plan.");
    return `\n${bold(red("Planning failed."))}${rest}\n\n`;
  }
  const titleOf = (rest: string) => `\n${bold(green("No changes."))}${bold(` ${rest}`)}\n\n`;
  if (mode === "refresh-only") {
    return (
      titleOf("Your infrastructure still matches the configuration.") +
      wrap(
        "Terraform has checked that the real remote objects still match the result of your most recent changes, and found no differences.",
      )
    );
  }
  if (mode === "destroy") {
    return (
      titleOf("No objects need to be destroyed.") +
      wrap(
        "Either you have not created any objects yet or the existing objects were already deleted outside of Terraform.",
      )
    );
  }
  const title = titleOf("Your infrastructure matches the configuration.");
  if (haveDrift) {
    return (
      title +
      wrap(
        plan.applyable
          ? "Your configuration already matches the changes detected above, so applying this plan will only update the state to include the changes detected above and won't change any real infrastructure."
          : "Your configuration already matches the changes detected above. If you'd like to update the Terraform state to match, create and apply a refresh-only plan:\n  terraform apply -refresh-only",
      )
    );
  }
  return (
    title +
    wrap(
      "Terraform has compared your real infrastructure against your configuration and found no differences, so no changes are needed.",
    )
  );
}
