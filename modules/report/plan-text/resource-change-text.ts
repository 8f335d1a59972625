import type { ResourceChange } from "../../plan/index.js";
import type { Diff } from "./computed/diff.js";
import { type PlanAction, planActionOf } from "./plan-action.js";
import type { Colors } from "./renderer/colors.js";
import { renderDiff } from "./renderer/render-diff.js";
import { renderOptions } from "./renderer/render-options.js";

/** One resource of a plan: the comment that says what happens, and the difference. */
export function resourceChangeText(
  change: ResourceChange,
  diff: Diff,
  cause: "proposed" | "drift",
  colors: Colors,
): string {
  const action = planActionOf(change.change.actions);
  const mode = change.mode === "managed" ? "resource" : "data";
  const options = { ...renderOptions(colors), showUnchanged: change.change.importing !== undefined };
  const header = `${mode} "${change.type}" "${change.name}"`;
  return `${comment(change, action, cause, colors)}${symbol(action, colors)} ${header} ${renderDiff(diff, 0, options)}`;
}

export function isMoved(change: ResourceChange): boolean {
  return change.previous_address !== undefined && change.previous_address !== change.address;
}

/** The legend's line for an action; undefined where there is none. */
export function actionLegend(action: PlanAction, colors: Colors): string | undefined {
  const text = LEGEND[action];
  return text === undefined ? undefined : `${symbol(action, colors)} ${text}`;
}

const LEGEND: { readonly [action in PlanAction]?: string } = {
  create: "create",
  update: "update in-place",
  delete: "destroy",
  "delete-create": "destroy and then create replacement",
  "create-delete": "create replacement and then destroy",
  read: "read (data resources)",
};

function symbol(action: PlanAction, { red, green, yellow, cyan }: Colors): string {
  switch (action) {
    case "delete-create":
      return `${red("-")}/${green("+")}`;
    case "create-delete":
      return `${green("+")}/${red("-")}`;
    case "create":
      return `  ${green("+")}`;
    case "delete":
      return `  ${red("-")}`;
    case "update":
      return `  ${yellow("~")}`;
    case "read":
      return ` ${cyan("<=")}`;
    // One column to the left of the others, and its comment with it.
    case "forget":
      return ` ${red(".")}`;
    case "create-forget":
      return ` ${green("+")}/${red(".")}`;
    case "no-op":
      return "   ";
  }
}

function comment(
  change: ResourceChange,
  action: PlanAction,
  cause: "proposed" | "drift",
  colors: Colors,
): string {
  const deposed = change.deposed === undefined ? "" : ` (deposed object ${change.deposed})`;
  const address = colors.bold(`  # ${change.address}${deposed}`);
  const red = (text: string) => colors.bold(colors.red(text));
  const moved = isMoved(change);
  const importing = change.change.importing;
  const lines: string[] = [];
  switch (action) {
    case "create":
      lines.push(`${address} will be created`);
      break;
    case "read":
      lines.push(`${address} will be read during apply`, ...readReason(change));
      break;
    case "update":
      lines.push(`${address} ${cause === "drift" ? "has changed" : "will be updated in-place"}`);
      break;
    case "delete-create":
    case "create-delete":
      lines.push(`${address} ${replacementPhrase(change, red("replaced"))}`);
      break;
    case "create-forget":
      lines.push(
        `${address} must be replaced, but the existing object will not be destroyed`,
        "  # (destroy = false is set in the configuration)",
      );
      break;
    case "forget":
      lines.push(
        change.deposed === undefined
          ? `${address.replace("  #", " #")} will no longer be managed by Terraform, but ${red("will not be destroyed")}`
          : `${address.replace("  #", " #")} will be removed from Terraform state, but ${red("will not be destroyed")}\n # (left over from a partially-failed replacement of this instance)`,
        " # (destroy = false is set in the configuration)",
      );
      break;
    case "delete":
      lines.push(
        `${address} ${cause === "drift" ? "has been deleted" : `will be ${red("destroyed")}`}`,
        ...deletionReason(change),
      );
      break;
    case "no-op":
      lines.push(
        moved
          ? `${colors.bold(`  # ${change.previous_address}`)} has moved to ${colors.bold(`${change.address}${deposed}`)}`
          : `${address} will be imported`,
      );
      break;
  }
  if (moved && action !== "no-op") lines.push(`  # (moved from ${change.previous_address})`);
  if (importing !== undefined && (action !== "no-op" || moved)) {
    lines.push(
      importing.id === undefined ? "  # (will be imported first)" : `  # (imported from "${importing.id}")`,
    );
  }
  if (importing !== undefined && (action === "create-delete" || action === "delete-create")) {
    lines.push(`  # ${colors.yellow("Warning: this will destroy the imported resource")}`);
  }
  return `${lines.join("\n")}\n`;
}

function replacementPhrase(change: ResourceChange, replaced: string): string {
  switch (change.action_reason) {
    case "replace_because_tainted":
      return `is tainted, so must be ${replaced}`;
    case "replace_by_request":
      return `will be ${replaced}, as requested`;
    case "replace_by_triggers":
      return `will be ${replaced} due to changes in replace_triggered_by`;
    default:
      return `must be ${replaced}`;
  }
}

function readReason(change: ResourceChange): readonly string[] {
  switch (change.action_reason) {
    case "read_because_config_unknown":
      return ["  # (config refers to values not yet known)"];
    case "read_because_dependency_pending":
      return ["  # (depends on a resource or a module with changes pending)"];
    case "read_because_check_nested":
      return ["  # (config will be reloaded to verify a check block)"];
    default:
      return [];
  }
}

function deletionReason(change: ResourceChange): readonly string[] {
  const lines: string[] = [];
  const because = deletionCause(change);
  if (because !== undefined) lines.push(`  # (because ${because})`);
  if (change.deposed !== undefined) {
    lines.push("  # (left over from a partially-failed replacement of this instance)");
  }
  return lines;
}

function deletionCause(change: ResourceChange): string | undefined {
  switch (change.action_reason) {
    case "delete_because_no_resource_config":
      return `${change.type}.${change.name} is not in configuration`;
    case "delete_because_no_move_target":
      return `${change.previous_address} was moved to ${change.address}, which is not in configuration`;
    case "delete_because_no_module":
      return `${change.module_address} is not in configuration`;
    case "delete_because_wrong_repetition":
      if (change.index === undefined) return "resource uses count or for_each";
      return `resource does not use ${typeof change.index === "number" ? "count" : "for_each"}`;
    case "delete_because_count_index":
      return `index [${JSON.stringify(change.index)}] is out of range for count`;
    case "delete_because_each_key":
      return `key [${JSON.stringify(change.index)}] is not in for_each map`;
    default:
      return undefined;
  }
}
