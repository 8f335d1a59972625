import { createHash } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { approvalQuestion, cancelledText } from "./approval-question.js";
import { withoutEnvironmentArguments } from "./environment-arguments.js";
import { jsonFileIn, judgePlanFile } from "./judge-plan-file.js";
import { applyOptions, isOff, isOn, planOptions, type TerraformArguments } from "./terraform-arguments.js";
import { terraformFailure } from "./terraform-failure.js";
import { runTerraform } from "./terraform-process.js";
import type { TerraformStandInRequest } from "./terraform-stand-in.js";

const DENIED = 3;
const INTERRUPTED = 130;

/** Plans, or takes the given plan file; has it judged; applies that very file. */
export async function gatedApply(
  request: TerraformStandInRequest,
  parsed: TerraformArguments,
): Promise<number> {
  const { options, positional } = parsed;
  if (positional.length > (parsed.subcommand === "apply" ? 1 : 0)) {
    throw terraformFailure(
      "TERRAFORM_TOO_MANY_ARGUMENTS",
      "Too many command line arguments",
      "terraform apply takes at most one plan file, after all flags; terraform destroy takes none.",
    );
  }
  if (isOn(options, "json") && positional.length === 0 && !isOn(options, "auto-approve")) {
    throw terraformFailure(
      "TERRAFORM_NEEDS_APPROVAL",
      "Plan file or auto-approve required",
      "Terraform cannot ask for interactive approval when -json is set. You can either apply a saved plan file, or enable the -auto-approve option.",
    );
  }
  // Only this user may enter the folder: nobody changes the plan between the judgement and the apply.
  const folder = await mkdtemp(join(tmpdir(), "fleetwright-plan-"));
  try {
    return await applyIn(folder, request, parsed);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function applyIn(
  folder: string,
  request: TerraformStandInRequest,
  { global, subcommand, options, positional }: TerraformArguments,
): Promise<number> {
  const { binary, cwd, signals } = request;
  const env = withoutEnvironmentArguments(request.env);
  const terraform = (args: readonly string[], output: "inherit" | number = "inherit", more = {}) =>
    runTerraform({ binary, args: [...global, ...args], cwd, env: { ...env, ...more }, signals, output });

  const directory = directoryOf(cwd, global);
  const planFile = join(folder, "plan.tfplan");
  const [given] = positional;
  const destroy = subcommand === "destroy" || isOn(options, "destroy");
  if (given === undefined) {
    const destroys = subcommand === "destroy" ? ["-destroy"] : [];
    const plan = ["plan", ...planOptions(options), ...destroys, `-out=${planFile}`];
    // Else Terraform tells how to apply a file that is ours alone, and gone by then.
    const code = await terraform(plan, "inherit", { TF_IN_AUTOMATION: "1" });
    if (code !== 0) return code;
  } else {
    await copyPlan(resolve(directory, given), planFile, given);
  }

  const digest = await digestOf(planFile);
  const judged = await judgePlanFile({
    stack: basename(directory),
    directory,
    jsonFile: jsonFileIn(folder),
    show: (output) => terraform(["show", "-json", "-no-color", planFile], output),
    now: request.now,
    parameters: request.parameters,
  });
  await request.showVerdict(judged);
  if (!judged.verdict.allowed) return DENIED;

  if (given === undefined && judged.applyable !== false && !isOn(options, "auto-approve")) {
    const kind = destroy ? "destroy" : isOn(options, "refresh-only") ? "refresh-only" : "apply";
    const question = approvalQuestion(kind);
    const answer = isOff(options, "input") ? "" : await request.ask(question);
    if (answer !== "yes") {
      request.write(cancelledText(kind));
      return signals.signal.aborted ? INTERRUPTED : 1;
    }
  }
  if (signals.signal.aborted) return INTERRUPTED;
  if ((await digestOf(planFile)) !== digest) {
    throw terraformFailure(
      "TERRAFORM_PLAN_CHANGED",
      "The plan file is no longer the one that was judged, so nothing was applied",
      "Somebody wrote to it in between. Make the plan again.",
    );
  }
  const written = options.flatMap((option) => option.written);
  return terraform(["apply", ...(given === undefined ? applyOptions(options) : written), planFile]);
}

async function copyPlan(from: string, to: string, name: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (cause) {
    throw terraformFailure(
      "TERRAFORM_PLAN_UNREADABLE",
      `Failed to load "${name}" as a plan file`,
      cause instanceof Error ? cause.message : String(cause),
    );
  }
}

async function digestOf(file: string): Promise<string> {
  try {
    return createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  } catch {
    throw terraformFailure(
      "TERRAFORM_PLAN_UNREADABLE",
      "Terraform wrote no plan, so nothing was applied",
      "What cannot be judged is not applied.",
    );
  }
}

/** Terraform takes the last `-chdir`. */
function directoryOf(cwd: string, global: readonly string[]): string {
  const chdir = global.flatMap((option) => /^--?chdir=(.*)$/s.exec(option)?.[1] ?? []).at(-1);
  return chdir === undefined ? cwd : resolve(cwd, chdir);
}
