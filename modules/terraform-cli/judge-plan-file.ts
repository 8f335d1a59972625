import { open } from "node:fs/promises";
import { join } from "node:path";
import { findSourceMap } from "../fleet/index.js";
import {
  fleetContext,
  type JudgedPlans,
  judge,
  type ParameterOverrides,
  readPlanDocuments,
  type Verdict,
} from "../policy/index.js";
import { terraformFailure } from "./terraform-failure.js";

export interface JudgePlanRequest {
  /** The stack's name and its directory, from which the source map is looked for upwards. */
  readonly stack: string;
  readonly directory: string;
  /** A file that may be written, in a folder that only this user enters. */
  readonly jsonFile: string;
  /** Runs `terraform show -json` with its output in the file; resolves with the exit code. */
  readonly show: (output: number) => Promise<number>;
  readonly now: () => Date;
  readonly parameters?: ParameterOverrides | undefined;
}

export interface JudgedTerraformPlan {
  readonly verdict: Verdict;
  readonly plans: JudgedPlans;
  /** Whether applying it would do anything; null where this Terraform does not tell. */
  readonly applyable: boolean | null;
}

/**
 * Judges a plan file by what `terraform show -json` prints of it, with the parameters and waivers of the fleet
 * that the stack was synthesized from. Throws when there is no plan to read: what cannot be judged is not applied.
 */
export async function judgePlanFile(request: JudgePlanRequest): Promise<JudgedTerraformPlan> {
  const file = await open(request.jsonFile, "wx", 0o600);
  const code = await request.show(file.fd).finally(() => file.close());
  if (code !== 0) {
    throw terraformFailure(
      "TERRAFORM_PLAN_UNREADABLE",
      "Terraform could not show the plan, so nothing was applied",
      `"terraform show -json" ended with ${code}. What cannot be judged is not applied.`,
    );
  }
  const [plan] = Object.values((await readPlanDocuments([request.jsonFile])).stacks);
  if (plan === undefined || !("planned_values" in plan) || plan.errored === true) {
    throw terraformFailure(
      "TERRAFORM_PLAN_UNREADABLE",
      "Terraform showed no whole plan, so nothing was applied",
      "Make the plan again, and read what Terraform says about it.",
    );
  }
  const plans: JudgedPlans = { stacks: { [request.stack]: plan } };
  const map = await findSourceMap(request.directory, request.stack);
  const verdict = await judge(plans, {
    now: request.now().toISOString(),
    ...(map === null ? {} : { fleet: fleetContext(map) }),
    parameters: request.parameters,
  });
  return { verdict, plans, applyable: plan.applyable ?? null };
}

/** Where the JSON of a plan goes, beside the plan. */
export function jsonFileIn(folder: string): string {
  return join(folder, "stack.json");
}
