import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { JudgedPlan } from "../../policy/index.js";
import { readTerraform, runTerraform, type SpawnTerraform } from "./spawn-terraform.js";
import {
  applyOptions,
  isOn,
  parseTerraformArguments,
  planOptions,
  type TerraformArguments,
  type TerraformOption,
} from "./terraform-arguments.js";

export interface TerraformStandInRequest {
  /** What terraform would be given, without its own name. */
  readonly args: readonly string[];
  /** The real terraform. */
  readonly binary: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Judges the plan and shows the verdict; false: it is denied. */
  readonly gate: (plan: JudgedPlan) => Promise<boolean>;
  /** Asks on the terminal; resolves with the answer's text. */
  readonly ask: (question: string) => Promise<string>;
  readonly write: (text: string) => void;
}

/** The exit code for a plan that the policies deny. */
const DENIED = 3;

/**
 * Stands in for the terraform binary. `apply` and `destroy` become plan, show, gate, and the apply of that very
 * plan file, so that a plan which the policies deny is never applied, `-auto-approve` or not. Everything else
 * goes through untouched: options, output, signals, exit codes.
 */
export async function terraformStandIn(request: TerraformStandInRequest): Promise<number> {
  const parsed = parseTerraformArguments(request.args);
  const gated = parsed.subcommand === "apply" || parsed.subcommand === "destroy";
  if (!gated || isOn(parsed.options, "help") || isOn(parsed.options, "h")) {
    return runTerraform(commandOf(request, request.args));
  }
  const folder = await mkdtemp(join(tmpdir(), "fleetwright-plan-"));
  try {
    const planFile = join(folder, "plan.tfplan");
    return await gatedApply(request, parsed, planFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function gatedApply(
  request: TerraformStandInRequest,
  parsed: TerraformArguments,
  planFile: string,
): Promise<number> {
  const { global } = parsed;
  const options = [...environmentOptions(request.env, parsed.subcommand), ...parsed.options];
  const [given] = parsed.positional;
  const destroy = parsed.subcommand === "destroy" || isOn(options, "destroy");
  if (given === undefined) {
    const destroys = parsed.subcommand === "destroy" ? ["-destroy"] : [];
    const args = [...global, "plan", ...destroys, ...planOptions(options), `-out=${planFile}`];
    const code = await runTerraform(commandOf(request, args));
    if (code !== 0) return code;
  } else {
    // A copy of our own: nobody changes it between the judgement and the apply.
    await copyFile(resolve(directoryOf(request.cwd, global), given), planFile);
  }
  const plan = await showPlan(request, global, planFile);
  if (!(await request.gate(plan))) return DENIED;
  const mustAsk = given === undefined && plan.applyable !== false && !isOn(options, "auto-approve");
  if (mustAsk && !(await isConfirmed(request, destroy))) return 1;
  const args = [...global, "apply", ...withoutApproval(applyOptions(options)), planFile];
  // What the environment adds to `apply` was taken into account; a plan file takes no planning options.
  const env = { ...request.env, TF_CLI_ARGS_apply: "", TF_CLI_ARGS_destroy: "" };
  return runTerraform({ ...commandOf(request, args), env });
}

async function showPlan(
  request: TerraformStandInRequest,
  global: readonly string[],
  planFile: string,
): Promise<JudgedPlan> {
  const { code, output } = await readTerraform(
    commandOf(request, [...global, "show", "-json", "-no-color", planFile]),
  );
  const document: unknown = code === 0 ? parseJson(output) : undefined;
  if (isPlan(document)) return document;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "TERRAFORM_PLAN_UNREADABLE",
      summary: "Terraform's plan could not be read, so it was not applied",
      detail: "`terraform show -json` gave no plan. What cannot be judged is not applied.",
    },
  ]);
}

function isPlan(document: unknown): document is JudgedPlan {
  return (
    typeof document === "object" &&
    document !== null &&
    "format_version" in document &&
    typeof document.format_version === "string" &&
    "planned_values" in document &&
    "configuration" in document
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Terraform's own question, to the letter: cdktf-cli waits for it. */
async function isConfirmed(request: TerraformStandInRequest, destroy: boolean): Promise<boolean> {
  const question = destroy
    ? "\nDo you really want to destroy all resources?\n  Terraform will destroy all your managed infrastructure, as shown above.\n  There is no undo. Only 'yes' will be accepted to confirm.\n\n  Enter a value: "
    : "\nDo you want to perform these actions?\n  Terraform will perform the actions described above.\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: ";
  const answer = await request.ask(question);
  if (answer.trim() === "yes") return true;
  request.write(destroy ? "\nDestroy cancelled.\n" : "\nApply cancelled.\n");
  return false;
}

/** Options that the environment adds to the subcommand, as Terraform splits them. */
function environmentOptions(env: NodeJS.ProcessEnv, subcommand: string | null): readonly TerraformOption[] {
  const text = env[`TF_CLI_ARGS_${subcommand ?? ""}`] ?? "";
  const words = [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
  return parseTerraformArguments([subcommand ?? "apply", ...words]).options;
}

/** A plan file is applied without a question anyway. */
function withoutApproval(options: readonly string[]): readonly string[] {
  return options.filter((option) => !/^--?auto-approve(=|$)/.test(option));
}

function directoryOf(cwd: string, global: readonly string[]): string {
  const chdir = global
    .map((option) => /^--?chdir=(.*)$/.exec(option)?.[1])
    .find((value) => value !== undefined);
  return chdir === undefined ? cwd : resolve(cwd, chdir);
}

function commandOf(request: TerraformStandInRequest, args: readonly string[]): SpawnTerraform {
  return { binary: request.binary, args, cwd: request.cwd, env: request.env };
}
