import { createHash } from "node:crypto";
import { FleetwrightError } from "../diagnostics/index.js";
import type { FleetPlan, StackPlan } from "./stack-plan.js";
import type { JsonObject, JsonValue } from "./terraform-plan.js";

/**
 * A saved plan: the plans of all stacks and the verdict that was bound to them, as JSON. The verdict's own
 * digests say whether it still belongs to these plans; nothing here is trusted on its word.
 */
export interface PlanFile extends FleetPlan {
  readonly format: typeof FORMAT;
  readonly created_by: string;
  /** ISO instant. */
  readonly created_at: string;
  /** What the plan was made with: an apply plans once more with it and must come to the same. */
  readonly source: PlanSource;
  /** What `bindVerdict` gave, or null for a plan that was never judged. */
  readonly bound_verdict: unknown;
  /** What was live beside what the plan has read, as the verdict saw it; absent when nothing was read. */
  readonly live_facts?: unknown;
}

export interface PlanSource {
  /** Absolute paths of the fleet files or directories; empty without a fleet. */
  readonly fleet: readonly string[];
  readonly mode: "normal" | "destroy" | "refresh-only";
  readonly refresh: boolean;
  readonly targets: readonly string[];
  readonly replace: readonly string[];
  readonly variables: { readonly [name: string]: string };
  readonly variable_files: readonly string[];
  readonly workspace: string;
  /** Absolute path of the state file given by `-state`, if any. */
  readonly state: string | null;
  /** The instant that the plan was made for, RFC 3339. */
  readonly timestamp: string;
  /** The profile of policy parameters that was asked for by flag, if any. */
  readonly profile?: "launch-2019" | "aws-current";
}

const FORMAT = "fleetwright-plan/1";

/** The text of a plan file. It holds sensitive values in the clear, as Terraform's does: keep it private. */
export function formatPlanFile(file: Omit<PlanFile, "format">): string {
  const content = { format: FORMAT, ...file };
  return `${JSON.stringify({ digest: digestOf(content), ...content })}\n`;
}

/** Reads a plan file's text. Throws `PLAN_FILE_INVALID` for anything that is not one, `PLAN_FILE_ALTERED` for one that was changed. */
export function parsePlanFile(text: string, path: string): PlanFile {
  const parsed = parseJson(text, path);
  if (!isObject(parsed) || parsed.format !== FORMAT) {
    const terraform = isObject(parsed) && "resource_changes" in parsed;
    throw invalid(
      path,
      terraform
        ? 'This is Terraform\'s plan JSON. Judge it with "fleetwright gate -terraform-plan"; it cannot be shown or deployed here.'
        : 'Write plan files with "fleetwright plan -out FILE".',
    );
  }
  if (!isPlanFile(parsed)) throw invalid(path, "The file is cut off or was changed by hand. Plan again.");
  const { digest, ...content } = parsed;
  // The text itself, too: no byte of it may differ from what was written, spaces and double members included.
  const written = `${JSON.stringify({ digest, ...content })}\n`;
  if (digest !== digestOf(content) || text !== written) throw altered(path);
  return parsed;
}

function isPlanFile(value: JsonObject): value is JsonObject & PlanFile {
  const { stacks, source, created_by, created_at, bound_verdict } = value;
  return (
    isObject(stacks) &&
    Object.values(stacks).every(isStackPlan) &&
    isSource(source) &&
    typeof created_by === "string" &&
    typeof created_at === "string" &&
    bound_verdict !== undefined
  );
}

function isStackPlan(value: JsonValue): value is JsonObject & StackPlan {
  return (
    isObject(value) &&
    typeof value.format_version === "string" &&
    isObject(value.planned_values) &&
    isObject(value.configuration) &&
    isObject(value.fleetwright) &&
    typeof value.fleetwright.stack === "string"
  );
}

function isSource(value: JsonValue | undefined): boolean {
  return (
    isObject(value) &&
    Array.isArray(value.fleet) &&
    (value.mode === "normal" || value.mode === "destroy" || value.mode === "refresh-only") &&
    typeof value.refresh === "boolean" &&
    Array.isArray(value.targets) &&
    Array.isArray(value.replace) &&
    typeof value.timestamp === "string" &&
    isObject(value.variables) &&
    Array.isArray(value.variable_files) &&
    typeof value.workspace === "string" &&
    (value.state === null || typeof value.state === "string") &&
    (value.profile === undefined || value.profile === "launch-2019" || value.profile === "aws-current")
  );
}

/** Over the content as it is written; a file that is read again comes to the same text. */
function digestOf(content: object): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(content)).digest("hex")}`;
}

function altered(path: string): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_FILE_ALTERED",
      summary: `${path} was altered after it was written`,
      detail: "Its content does not come to its digest. Nothing of it can be trusted: plan again.",
    },
  ]);
}

function parseJson(text: string, path: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'It is no JSON. Write plan files with "fleetwright plan -out FILE".', { cause });
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(path: string, detail: string, options?: ErrorOptions): FleetwrightError {
  return new FleetwrightError(
    "user",
    [{ severity: "error", code: "PLAN_FILE_INVALID", summary: `${path} is not a plan file`, detail }],
    options,
  );
}
