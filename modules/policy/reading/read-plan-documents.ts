import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { JudgedPlan, JudgedPlans } from "../judged-plans.js";
import { readLargePlan } from "./read-large-plan.js";
import { repeatedKey } from "./repeated-key.js";

export interface ReadPlanOptions {
  /** Read every plan whole, whatever its size: the user's own policies see plans, not facts. */
  readonly whole?: boolean | undefined;
  /** From which size on a plan is read in passing; 32 MiB by default. */
  readonly streamFromBytes?: number | undefined;
  /** Told of each plan and the path that it came from. */
  readonly onPlan?: ((stack: string, path: string) => void) | undefined;
}

/**
 * Reads plans from files, large ones in passing: our plan files, what `show -json` printed of several stacks, and any
 * `terraform show -json` output; `-` is standard input. A Terraform plan is named after its file. Throws a
 * FleetwrightError that says of every file what is wrong with it.
 */
export async function readPlanDocuments(
  paths: readonly string[],
  options: ReadPlanOptions = {},
): Promise<JudgedPlans> {
  const diagnostics: Diagnostic[] = [];
  const stacks = new Map<string, JudgedPlan>();
  for (const path of paths) {
    const document = await readDocument(path, options, diagnostics);
    if (document === undefined) continue;
    for (const [name, plan] of plansIn(document, path, diagnostics)) {
      const stack = freeName(name, stacks);
      stacks.set(stack, plan);
      options.onPlan?.(stack, path);
    }
  }
  if (diagnostics.length > 0) throw new FleetwrightError("user", diagnostics);
  return { stacks: Object.fromEntries(stacks) };
}

async function readDocument(
  path: string,
  options: ReadPlanOptions,
  diagnostics: Diagnostic[],
): Promise<unknown> {
  let bytes: Uint8Array;
  try {
    const large = path !== "-" && (await stat(path)).size > (options.streamFromBytes ?? 32 * 1024 * 1024);
    if (large && options.whole !== true) {
      const plan = readLargePlan(path);
      if (plan !== undefined) return plan;
    }
    bytes = path === "-" ? Buffer.from(await readAll(process.stdin)) : await readFile(path);
  } catch (error) {
    if (isNamed(error, "SyntaxError") || isNamed(error, "TypeError")) return noJson(path, error, diagnostics);
    const reason = error instanceof Error ? error.message : String(error);
    diagnostics.push(problem(path, "cannot be read", reason));
    return undefined;
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const document: unknown = JSON.parse(text);
    const key = repeatedKey(text);
    if (key !== undefined) throw new SyntaxError(`"${key}" stands twice in one object`);
    return document;
  } catch (error) {
    return noJson(path, error, diagnostics);
  }
}

/** By name, because a decoder's errors may come from another realm. */
function isNamed(error: unknown, name: "SyntaxError" | "TypeError"): error is Error {
  return typeof error === "object" && error !== null && "name" in error && error.name === name;
}

function noJson(path: string, error: unknown, diagnostics: Diagnostic[]): undefined {
  const detail = isNamed(error, "SyntaxError") ? `It is no JSON: ${error.message}.` : "It is not UTF-8 text.";
  diagnostics.push(problem(path, "is not a plan", `${detail} ${howToWriteOne}`));
  return undefined;
}

function plansIn(document: unknown, path: string, diagnostics: Diagnostic[]): [string, JudgedPlan][] {
  if (isPlan(document)) return [[nameOf(path), document]];
  if (isRecord(document) && isRecord(document.stacks)) {
    const plans = Object.entries(document.stacks);
    const known = plans.filter((entry): entry is [string, JudgedPlan] => isPlan(entry[1]));
    for (const [name] of plans.filter(([, plan]) => !isPlan(plan))) {
      diagnostics.push(problem(path, "is not a plan", `Its stack ${name} has no format_version.`));
    }
    return known;
  }
  diagnostics.push(problem(path, "is not a plan", howToWriteOne));
  return [];
}

/** Everything else of a plan is looked at by the gate itself, see `checkPlans`. */
function isPlan(value: unknown): value is JudgedPlan {
  return isRecord(value) && typeof value.format_version === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `plan.json` says nothing: then the folder names the plan. */
function nameOf(path: string): string {
  if (path === "-") return "plan";
  const name = basename(path).replace(/\.(tf)?plan\.json$|\.json$/i, "");
  const folder = basename(dirname(path));
  return /^(tf)?plan$/i.test(name) && folder !== "" && folder !== "." ? folder : name;
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

const howToWriteOne = "Write one with `terraform show -json PLANFILE`, or with `fleetwright plan -out FILE`.";

function problem(path: string, what: string, detail: string): Diagnostic {
  return {
    severity: "error",
    code: "POLICY_INVALID_PLAN",
    summary: `${path === "-" ? "Standard input" : path} ${what}`,
    detail,
  };
}
