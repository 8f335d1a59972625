import type { ParameterOverrides } from "../../policy/index.js";
import {
  type JudgedTerraformPlan,
  type SignalRelay,
  startSignalRelay,
  terraformStandIn,
} from "../../terraform-cli/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { reportError } from "../report-error.js";
import { ask } from "../terminal/ask.js";
import { findRealTerraform } from "./find-real-terraform.js";

/**
 * `fleetwright terraform …`: does what terraform does, but applies no plan that the policies deny. Gives
 * terraform's own exit code, 3 when denied, and 1 when there could be no verdict. Throws nothing.
 */
export async function runTerraformStandIn(
  args: readonly string[],
  environment: CliEnvironment,
): Promise<number> {
  const signals = startSignalRelay();
  return standIn(args, { environment, signals }).finally(() => signals.close());
}

/** One run of terraform, with its errors told. */
export async function standIn(
  args: readonly string[],
  context: {
    readonly environment: CliEnvironment;
    readonly signals: SignalRelay;
    readonly parameters?: ParameterOverrides | undefined;
  },
): Promise<number> {
  const { environment, signals, parameters } = context;
  try {
    return await terraformStandIn({
      args,
      binary: findRealTerraform(environment),
      cwd: environment.workingDirectory,
      env: environment.env,
      signals,
      now: environment.now,
      parameters,
      showVerdict: (judged) => showVerdict(judged, environment),
      ask: (question) => ask(question, { ...environment, signal: signals.signal }),
      write: (text) => environment.stdout.write(text),
    });
  } catch (error) {
    return await reportError(error, { environment, json: false });
  }
}

/** On stderr, because stdout is terraform's. A plan without findings needs no words. */
async function showVerdict(judged: JudgedTerraformPlan, environment: CliEnvironment): Promise<void> {
  const { verdict, plans } = judged;
  if (verdict.allowed && verdict.findings.length === 0) return;
  const { listRules } = await import("../../policy/index.js");
  const { gateReporters } = await import("../../report/index.js");
  const text = gateReporters.text({ verdict, plans, rules: await listRules() });
  environment.stderr.write(`\nPolicies:\n\n${text}`);
  if (!verdict.allowed) environment.stderr.write("\nNothing was applied: the policies deny this plan.\n");
}
