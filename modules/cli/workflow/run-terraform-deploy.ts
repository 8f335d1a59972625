import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { type SignalRelay, startSignalRelay } from "../../terraform-cli/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { standIn } from "./run-terraform.js";
import { type StackDirectory, synthesize } from "./synthesize.js";

/**
 * `deploy -engine terraform`: the stand-in's way for one stack after the other, with the real terraform and
 * without cdktf. Ends at the first stack that is denied or fails; those before it are deployed.
 */
export async function runTerraformDeploy(
  planFile: string | undefined,
  flags: DeployFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  if (planFile !== undefined) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "DEPLOY_PLAN_NOT_TERRAFORM",
        summary: "Terraform cannot apply a plan file of ours",
        detail: `Deploy ${planFile} without -engine, or give a plan file of Terraform to "fleetwright terraform apply".`,
      },
    ]);
  }
  const stacks = await stacksOf(flags, environment);
  const signals = startSignalRelay();
  return deployStacks(stacks, flags, environment, signals).finally(() => signals.close());
}

async function deployStacks(
  stacks: readonly StackDirectory[],
  flags: DeployFlags,
  environment: CliEnvironment,
  signals: SignalRelay,
): Promise<ExitCode> {
  const parameters = flags.profile === undefined ? undefined : { profile: flags.profile };
  const context = { environment, signals, parameters };
  for (const { name, directory } of stacks) {
    if (environment.signal.aborted || signals.hasReceived()) return EXIT.interrupted;
    if (!flags.json) environment.stdout.write(`\nStack ${name}\n\n`);
    const inDirectory = [`-chdir=${directory}`];
    if (!existsSync(join(directory, ".terraform"))) {
      const init = [...inDirectory, "init", "-input=false", ...(flags.json ? ["-json"] : [])];
      const code = await standIn([...init, ...colors(environment)], context);
      if (code !== 0) return exitCodeOf(code);
    }
    const apply = [...inDirectory, "apply", ...applyArguments(flags, environment)];
    const code = await standIn(apply, context);
    if (code !== 0) return exitCodeOf(code);
  }
  return EXIT.ok;
}

async function stacksOf(flags: DeployFlags, environment: CliEnvironment): Promise<readonly StackDirectory[]> {
  if (flags.configuration !== undefined) {
    const directory = resolve(environment.workingDirectory, flags.configuration);
    return [{ name: basename(directory), directory }];
  }
  const { stacks, warnings } = await synthesize(flags, environment);
  if (!flags.json) await showDiagnostics(warnings, environment);
  return stacks;
}

function applyArguments(flags: DeployFlags, environment: CliEnvironment): readonly string[] {
  const file = (path: string) => resolve(environment.workingDirectory, path);
  return [
    ...flags.target.map((address) => `-target=${address}`),
    ...flags.replace.map((address) => `-replace=${address}`),
    ...flags.var.map((pair) => `-var=${pair}`),
    ...flags.varFile.map((path) => `-var-file=${file(path)}`),
    ...(flags.state === undefined ? [] : [`-state=${file(flags.state)}`]),
    ...(flags.destroy ? ["-destroy"] : []),
    ...(flags.refreshOnly ? ["-refresh-only"] : []),
    ...(flags.refresh ? [] : ["-refresh=false"]),
    ...(flags.lock ? [] : ["-lock=false"]),
    ...(flags.input ? [] : ["-input=false"]),
    ...(flags.autoApprove ? ["-auto-approve"] : []),
    ...(flags.json ? ["-json"] : []),
    `-lock-timeout=${flags.lockTimeout}`,
    `-parallelism=${flags.parallelism}`,
    ...colors(environment),
  ];
}

function colors({ env }: CliEnvironment): readonly string[] {
  return env.NO_COLOR === undefined || env.NO_COLOR === "" ? [] : ["-no-color"];
}

function exitCodeOf(code: number): ExitCode {
  if (code === EXIT.denied || code === EXIT.interrupted) return code;
  return EXIT.error;
}
