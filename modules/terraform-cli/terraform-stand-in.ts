import type { ParameterOverrides } from "../policy/index.js";
import { withEnvironmentArguments } from "./environment-arguments.js";
import { DEPTH_VARIABLE } from "./find-terraform.js";
import { gatedApply } from "./gated-apply.js";
import type { JudgedTerraformPlan } from "./judge-plan-file.js";
import type { SignalRelay } from "./signal-relay.js";
import { parseTerraformArguments } from "./terraform-arguments.js";
import { runTerraform } from "./terraform-process.js";

export interface TerraformStandInRequest {
  /** What terraform would be given, without its own name. */
  readonly args: readonly string[];
  /** The real terraform. */
  readonly binary: string;
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signals: SignalRelay;
  readonly now: () => Date;
  /** Limits beside those of the fleet file. */
  readonly parameters?: ParameterOverrides | undefined;
  /** Shows a verdict with something to say: findings, or that the plan is denied. */
  readonly showVerdict: (judged: JudgedTerraformPlan) => Promise<void>;
  /** Asks on the terminal; resolves with the answer, empty where there is none. */
  readonly ask: (question: string) => Promise<string>;
  readonly write: (text: string) => void;
}

/**
 * Stands in for the terraform binary and resolves with its exit code. `apply` and `destroy` become plan, show,
 * gate, and the apply of that very plan file, so that a plan which the policies deny is never applied,
 * `-auto-approve` or not: then the code is 3. Everything else goes through untouched: arguments, environment,
 * streams, signals, exit codes. Throws a FleetwrightError when a plan cannot be judged; then nothing was applied.
 */
export async function terraformStandIn(request: TerraformStandInRequest): Promise<number> {
  const env = {
    ...request.env,
    [DEPTH_VARIABLE]: String(Number(request.env[DEPTH_VARIABLE] ?? "0") + 1),
  };
  const parsed = parseTerraformArguments(withEnvironmentArguments(request.args, request.env));
  const gated = parsed.subcommand === "apply" || parsed.subcommand === "destroy";
  if (gated && !parsed.informs) return gatedApply({ ...request, env }, parsed);
  const { args, binary, cwd, signals } = request;
  return runTerraform({ binary, args, cwd, env, signals, output: "inherit" });
}
